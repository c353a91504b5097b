import { bindingsOf, type KeyTable, keyTableOf, STANDARD_KEYS } from "./keyMap.ts";
import { actionOf, isHeldKeyOfOurs, type KeyAction, type KeyPress } from "./keys.ts";

/** The keys of this page, which its person may change at any time. */
export class KeysInForce {
  private bindings: ReadonlyMap<string, string> = bindingsOf(null);
  private table: KeyTable = STANDARD_KEYS;

  constructor(private readonly classCount: number) {}

  /** Command and key, as ViewerOptions has them. What names a key on the page names the new one. */
  use(keys: Readonly<Record<string, unknown>> | null): void {
    this.bindings = bindingsOf(keys);
    this.table = keyTableOf(this.bindings);
    for (const named of document.querySelectorAll<HTMLElement>("[data-key-of]")) {
      const said = (named.dataset.keyOf ?? "").split(" ").flatMap((name) => this.keyOf(name) ?? []);
      const key = said.join(" ");
      if (named.localName === "kbd") {
        named.textContent = key || "–";
      } else {
        named.title = named.title.replace(/( \([^()]*\))?$/, key && ` (${key})`);
      }
    }
  }

  /** As it is printed on the key; null: the command has none. */
  keyOf(command: string): string | null {
    const key = this.bindings.get(command) ?? null;
    const upper = key?.toUpperCase();
    return upper?.length === 1 ? upper : key;
  }

  /** Why the key of a class that is not there labels nothing. */
  noClassText(label: number): string {
    const there = this.classCount === 1 ? "1 only" : `1 to ${this.classCount}`;
    return `No class ${label}: this campaign has ${there}`;
  }

  actionOf(press: KeyPress): KeyAction | null {
    return actionOf(press, this.classCount, this.table);
  }

  /** True for a viewer key that is ignored because it is held. */
  isHeldKeyOfOurs(press: KeyPress): boolean {
    return isHeldKeyOfOurs(press, this.classCount, this.table);
  }
}
