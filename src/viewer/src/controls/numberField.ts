import { setValue } from "../page/dom.ts";

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Refuses a value outside its bounds, those that the input has then, and shows the one in force again. */
export function numberField(
  input: HTMLInputElement,
  label: string,
  bounds: Bounds,
  onValue: (value: number) => void,
): void {
  Object.assign(input, { type: "number", ...bounds });
  input.ariaLabel = label;
  let accepted = "";
  input.addEventListener("focus", () => {
    accepted = input.value;
  });
  input.addEventListener("change", () => {
    const value = input.valueAsNumber;
    if (value >= Number(input.min) && value <= Number(input.max)) {
      accepted = input.value;
      onValue(value);
    } else {
      input.value = accepted;
    }
  });
}

/** Not while somebody types in it. */
export function showNumber(input: HTMLInputElement, value: string): void {
  if (document.activeElement !== input) {
    setValue(input, value);
  }
}
