import type { Limits } from "../display/contrast.ts";
import { element, setText, setValue } from "../page/dom.ts";
import { formatValue, typedLimits } from "./axis.ts";

type End = "low" | "high";

/** The two limits as numbers to type. A refused number stays in its field, with the reason. */
export class LimitInputs {
  readonly low: HTMLInputElement;
  readonly high: HTMLInputElement;
  readonly refusal = element("p", { class: "pv-refusal", attributes: { role: "alert" } });
  private limits: Limits | null = null;
  private isWhole = false;

  constructor(
    private readonly channelName: string,
    private readonly onLimits: (limits: Limits) => void,
  ) {
    this.low = this.make("low");
    this.high = this.make("high");
  }

  /** A field keeps what the annotator is typing, unless the limit itself changed. `isWhole`: the voxels are integers, and so is what is said. */
  show(limits: Limits | null, isWhole = this.isWhole): void {
    [this.limits, this.isWhole] = [limits, isWhole];
    for (const [index, input] of [this.low, this.high].entries()) {
      const value = limits?.[index];
      const isTyping = document.activeElement === input || input.ariaInvalid === "true";
      const shown = value === undefined ? "" : formatValue(isWhole ? Math.round(value) : value);
      if (!isTyping || input.dataset.shown !== shown) {
        input.dataset.shown = shown;
        setValue(input, shown);
        this.accept(input);
      }
      input.disabled = limits === null;
    }
  }

  private make(end: End): HTMLInputElement {
    const words = end === "low" ? "lower" : "upper";
    const input = element("input", {
      class: "pv-value",
      testId: end === "low" ? "channel-min" : "channel-max",
      title: end === "low" ? "Shown black" : "Shown at full colour",
      attributes: {
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": `${this.channelName}: ${words} limit`,
      },
    });
    input.addEventListener("change", () => this.commit(input, end));
    input.addEventListener("input", () => this.accept(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        this.commit(input, end);
      } else if (event.key === "Escape") {
        input.value = input.dataset.shown ?? "";
        this.accept(input);
      }
    });
    input.addEventListener("focus", () => input.select());
    return input;
  }

  private commit(input: HTMLInputElement, end: End): void {
    if (this.limits === null || input.value === input.dataset.shown) {
      return;
    }
    const typed = typedLimits(input.value, end, this.limits);
    if (typeof typed === "string") {
      input.setAttribute("aria-invalid", "true");
      this.refusal.textContent = typed;
      return;
    }
    this.accept(input);
    this.onLimits(typed);
  }

  private accept(input: HTMLInputElement): void {
    if (input.hasAttribute("aria-invalid")) {
      input.removeAttribute("aria-invalid");
      setText(this.refusal, "");
    }
  }
}
