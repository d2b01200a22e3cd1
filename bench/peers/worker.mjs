/** One engine in a process of its own, so that it may hang or die. Answers each task with an outcome and the milliseconds it took. */
const [, , file] = process.argv;
const engine = await import(`./adapters/${file}`);

/** `accept`, `refuse`, `error` where it threw, `not asked` where the question cannot be put. */
async function outcomeOf({ item, parse }) {
  try {
    if (parse !== undefined) {
      await engine.parse(parse);
      return { outcome: 'accept' };
    }
    const accepted = await engine.judge(item);
    return { outcome: accepted === undefined ? 'not asked' : accepted ? 'accept' : 'refuse' };
  } catch (error) {
    return { outcome: 'error', why: String(error?.message ?? error).slice(0, 200) };
  }
}

process.on('message', async (task) => {
  const start = performance.now();
  const answer = await outcomeOf(task);
  process.send({ ...answer, ms: performance.now() - start });
});
process.on('disconnect', () => {
  engine.close?.();
  process.exit();
});
process.send({ name: engine.name, version: engine.version, ownHostNames: engine.ownHostNames === true });
