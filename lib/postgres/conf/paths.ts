/** Paths as text: what a relative one means, without looking at any file. Forward slashes; from Windows also drives and backslashes. */

/** True for a path from the root, of Unix or of a drive. */
export function isAbsolute(path: string): boolean {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path);
}

/** The path seen from a folder, with `.` and `..` taken out (canonicalize_path). */
export function resolvePath(folder: string, path: string): string {
  return normalise(isAbsolute(path) ? path : `${folder}/${path}`);
}

/** The folder that holds the file. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True where the path lies below the folder. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function normalise(path: string): string {
  const [, drive = '', rest = ''] = /^([A-Za-z]:)?(.*)$/s.exec(path) ?? [];
  const parts: string[] = [];
  for (const part of (drive === '' ? rest : rest.replaceAll('\\', '/')).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${drive}/${parts.join('/')}`;
}
