/** The path below which everything is served, such as "/oncall": mostly none. The server says it in the page. */
export const ROOT = globalThis.document?.querySelector<HTMLMetaElement>("meta[name=root]")?.content ?? "";

/** The address of one of our own paths. */
export function addressOf(path: string): string {
  return path.startsWith("/") && path !== ROOT && !path.startsWith(`${ROOT}/`) ? ROOT + path : path;
}
