/** Who is signed in, and what they may do. */

import { door, get, send } from "../api/client";
import type { Role, Session, SignInOffer } from "../api/types";

const RANKS: Record<Role, number> = { viewer: 1, responder: 2, manager: 3, admin: 4 };

class SignedIn {
  /** Null: nobody. Undefined: not known yet. */
  current = $state.raw<Session | null | undefined>(undefined);
  /** Signed in a moment ago, but not any more: the page stays, and a dialog asks for the password. */
  hasEnded = $state(false);

  constructor() {
    door.ended = () => {
      if (this.current) this.hasEnded = true;
    };
  }

  /** How one may sign in here. */
  ways = $state.raw<SignInOffer | null>(null);

  /** Find out who is signed in, and how one may. Raises Problem where the server does not say. */
  async find(): Promise<void> {
    this.ways = await get<SignInOffer>("/sign-in");
    this.#take(this.ways.session);
  }

  async signIn(username: string, password: string): Promise<void> {
    this.#take(await send<Session>("POST", "/session", { username, password }));
    this.hasEnded = false;
  }

  async setUp(wish: { code: string; provider: string | null; username: string; password: string }): Promise<void> {
    this.#take(await send<Session>("POST", "/setup", wish));
  }

  async signOut(): Promise<void> {
    await send("DELETE", "/session");
    this.#take(null);
    this.hasEnded = false;
  }

  /** Whether the account's role is this one or a higher one. */
  may(role: Role): boolean {
    return !!this.current && RANKS[this.current.account.role] >= RANKS[role];
  }

  #take(session: Session | null): void {
    this.current = session;
    door.csrf = session?.csrf ?? null;
  }
}

export const session = new SignedIn();
