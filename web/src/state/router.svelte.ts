/** Where the reader is, by the address bar; links work as links do. Pages know paths of the app alone. */

import { addressOf, ROOT } from "../api/root";

/** What an address of ours is called in the app. */
function pathIn(address: string): string {
  return addressOf(address) === address ? address.slice(ROOT.length) || "/" : address;
}

class Router {
  path = $state(pathIn(location.pathname));
  query = $state.raw(new URLSearchParams(location.search));
  /** Asked before the page is left; false stays. A page with unsaved work sets it, and takes it away again. */
  mayLeave: (() => boolean) | null = null;

  constructor() {
    addEventListener("popstate", () => {
      if (this.#stays()) history.pushState(null, "", this.#here);
      else this.#read();
    });
    addEventListener("beforeunload", (leaving) => {
      if (this.mayLeave !== null) leaving.preventDefault();
    });
    document.addEventListener("click", (click) => this.#follow(click));
    if (ROOT) addresses();
  }

  /** Go to a path of the app, which may have a query. */
  go(to: string, { replace = false } = {}): void {
    if (this.#stays()) return;
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(to));
    this.#read();
    if (!replace) scrollTo(0, 0);
  }

  /** Say in the address what the page shows, without leaving it; null takes a parameter away. */
  say(query: Record<string, string | null>): void {
    const said = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(query)) {
      if (value === null || value === "") said.delete(name);
      else said.set(name, value);
    }
    const text = said.toString();
    history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}`);
    this.#read();
  }

  #here = location.pathname + location.search;

  #read(): void {
    this.path = pathIn(location.pathname);
    this.query = new URLSearchParams(location.search);
    this.#here = location.pathname + location.search;
  }

  #stays(): boolean {
    if (this.mayLeave === null || this.mayLeave()) {
      this.mayLeave = null;
      return false;
    }
    return true;
  }

  #follow(click: MouseEvent): void {
    if (click.defaultPrevented || click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey)
      return;
    const link = click.target instanceof Element ? click.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    const path = pathIn(link.pathname);
    if (/^\/(api|docs|feeds|openapi\.json|sign-in\/oidc)(\/|$|\.)/.test(path)) return;
    if (link.hash && link.pathname === location.pathname) return;
    click.preventDefault();
    this.go(path + link.search);
  }
}

/** Below a path, a link that a page makes to a path of the app leads to its address: also in a new tab, or copied. */
function addresses(): void {
  const lead = (link: Element) => {
    const href = link.getAttribute("href") ?? "";
    if (addressOf(href) !== href) link.setAttribute("href", addressOf(href));
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      for (const one of [target, ...addedNodes]) {
        if (!(one instanceof Element)) continue;
        if (one.matches("a[href]")) lead(one);
        one.querySelectorAll("a[href]").forEach(lead);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] });
}

export const router = new Router();
