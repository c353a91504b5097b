import { copyText } from "../page/copy.ts";
import { element, iconButton, setText } from "../page/dom.ts";
import type { PanelModel } from "./panelModel.ts";

const SAID_MS = 2000;

/** What is known of the block, in one line at the foot of the panel; a button copies all of it. */
export class BlockFacts {
  readonly element: HTMLElement;
  private readonly line = element("p", { class: "pv-facts", testId: "block-facts" });
  private readonly said = element("span", {
    class: "pv-facts-said",
    attributes: { role: "status" },
  });
  private all = "";

  constructor() {
    const copy = iconButton("Copy what is known of this block", "copy", () => void this.copy(), {
      testId: "copy-facts",
    });
    this.element = element("div", { class: "pv-facts-row" }, [this.line, this.said, copy]);
  }

  update({ facts, allFacts }: PanelModel): void {
    setText(this.line, facts);
    this.element.hidden = facts === "";
    this.all = allFacts;
  }

  private async copy(): Promise<void> {
    const isCopied = await copyText(this.all);
    setText(this.said, isCopied ? "Copied" : "The browser does not let the page copy");
    setTimeout(() => setText(this.said, ""), SAID_MS);
  }
}
