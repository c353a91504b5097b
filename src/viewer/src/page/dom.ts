import { type IconName, icon } from "./icon.ts";

export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  readonly testId?: string;
  readonly title?: string;
  /** Attributes as written in markup; aria-label and the like. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) {
    made.className = options.class;
  }
  if (options.text !== undefined) {
    made.textContent = options.text;
  }
  if (options.testId !== undefined) {
    made.dataset.testid = options.testId;
  }
  if (options.title !== undefined) {
    made.title = options.title;
  }
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function button(
  text: string,
  onClick: () => void,
  options: ElementOptions = {},
): HTMLButtonElement {
  const made = element("button", {
    ...options,
    class: `pv-button ${options.class ?? ""}`.trim(),
    text,
  });
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

/** A button that shows a picture only; `name` is what it is called. */
export function iconButton(
  name: string,
  shown: IconName,
  onClick: () => void,
  options: ElementOptions = {},
): HTMLButtonElement {
  const made = button("", onClick, {
    ...options,
    class: `pv-quiet pv-icon ${options.class ?? ""}`.trim(),
    title: options.title ?? name,
    attributes: { "aria-label": name, ...options.attributes },
  });
  made.append(icon(shown));
  return made;
}

/** A check box that looks like a button with a picture; `off` is shown while it is not checked. */
export function toggle(
  name: string,
  shown: { readonly on: IconName; readonly off?: IconName },
  onChange: (isChecked: boolean) => void,
  options: ElementOptions = {},
): { readonly root: HTMLLabelElement; readonly input: HTMLInputElement } {
  const { testId, title, class: extra } = options;
  const input = element("input", {
    attributes: { type: "checkbox", "aria-label": name },
    ...(testId === undefined ? {} : { testId }),
  });
  input.addEventListener("change", () => onChange(input.checked));
  const on = icon(shown.on);
  on.classList.add("pv-when-on");
  const pictures = [on];
  if (shown.off !== undefined) {
    const off = icon(shown.off);
    off.classList.add("pv-when-off");
    pictures.push(off);
  }
  const root = element(
    "label",
    {
      class: `pv-toggle ${shown.off === undefined ? "" : "pv-either"} ${extra ?? ""}`.trim(),
      title: title ?? name,
    },
    [input, ...pictures],
  );
  return { root, input };
}

export function checkbox(
  label: string,
  onChange: (isChecked: boolean) => void,
  options: ElementOptions = {},
): { readonly row: HTMLLabelElement; readonly input: HTMLInputElement } {
  const input = element("input", { attributes: { type: "checkbox" } });
  input.addEventListener("change", () => onChange(input.checked));
  return { row: element("label", { ...options, class: "pv-check" }, [input, label]), input };
}

export function select<T extends string>(
  choices: readonly (readonly [value: T, text: string])[],
  onChange: (value: T) => void,
  options: ElementOptions = {},
): HTMLSelectElement {
  const made = element("select", { ...options, class: `pv-select ${options.class ?? ""}`.trim() });
  for (const [value, text] of choices) {
    made.append(element("option", { text, attributes: { value } }));
  }
  made.addEventListener("change", () => onChange(made.value as T));
  return made;
}

/** Writes only what differs: setting an attribute again costs the browser a style pass. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

export function setValue(target: HTMLInputElement | HTMLSelectElement, value: string): void {
  if (target.value !== value) {
    target.value = value;
  }
}

export function setAttribute(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) {
    target.setAttribute(name, value);
  }
}
