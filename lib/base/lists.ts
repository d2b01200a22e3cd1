/** Lists in a map, one under each key. */

/** Adds `member` to the list under `key`, which is begun where there is none. */
export function addTo<K, T>(lists: Map<K, T[]>, key: K, member: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [member]);
  else list.push(member);
}
