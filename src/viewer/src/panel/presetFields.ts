import { button, element, select, setText } from "../page/dom.ts";
import { MOST_LETTERS, MOST_PRESETS } from "./ownPresets.ts";
import type { PanelEvents } from "./panelModel.ts";

const CHOOSE = "Own presets…";

/** The annotator's own presets: choose, save under a name, delete. */
export class PresetFields {
  readonly element: HTMLElement;
  private readonly list: HTMLSelectElement;
  private readonly name = element("input", {
    class: "pv-value pv-preset-name",
    testId: "preset-name",
  });
  private readonly words = element("p", {
    class: "pv-preset-words",
    attributes: { role: "status" },
  });
  private names: readonly string[] = [];

  constructor(
    private readonly events: Pick<PanelEvents, "onSavePreset" | "onApplyPreset" | "onDeletePreset">,
  ) {
    this.list = select<string>([["", CHOOSE]], (name) => this.choose(name), {
      testId: "own-presets",
      attributes: { "aria-label": "Own presets" },
    });
    Object.assign(this.name, { type: "text", placeholder: "Name", maxLength: MOST_LETTERS });
    this.name.ariaLabel = "Name of the preset";
    this.element = element("fieldset", { class: "pv-presets" }, [
      element("legend", { text: "Colours, limits and curves of these channels" }),
      this.list,
      element("div", { class: "pv-preset-row" }, [
        this.name,
        button("Save", () => this.save(), { testId: "preset-save" }),
        button("Delete", () => this.drop(), { testId: "preset-delete", class: "pv-quiet" }),
      ]),
      this.words,
    ]);
  }

  update(names: readonly string[]): void {
    if (names.join("\n") === this.names.join("\n")) {
      return;
    }
    this.names = names;
    this.list.replaceChildren(
      ...[["", CHOOSE], ...names.map((name) => [name, name])].map(([value = "", text = ""]) =>
        element("option", { text, attributes: { value } }),
      ),
    );
  }

  private choose(name: string): void {
    this.list.value = "";
    if (name !== "") {
      this.name.value = name;
      this.events.onApplyPreset(name);
      setText(this.words, `${name} is shown`);
    }
  }

  private save(): void {
    const name = this.name.value.trim();
    const isKnown = this.names.includes(name);
    if (name === "") {
      setText(this.words, "A preset needs a name");
    } else if (!isKnown && this.names.length >= MOST_PRESETS) {
      setText(this.words, `There are ${MOST_PRESETS} already: delete one`);
    } else {
      this.events.onSavePreset(name);
      setText(this.words, isKnown ? `${name} is replaced` : `${name} is saved`);
    }
  }

  private drop(): void {
    const name = this.name.value.trim();
    if (this.names.includes(name)) {
      this.events.onDeletePreset(name);
      setText(this.words, `${name} is deleted`);
    } else {
      setText(
        this.words,
        name === "" ? "Choose the preset to delete" : `There is no preset ${name}`,
      );
    }
  }
}
