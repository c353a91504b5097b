import type { BlockPlace } from "../page/blockPlace.ts";
import { button, element, setText } from "../page/dom.ts";

/** Where the point of a block lies in its volume, and a link to it for Neuroglancer. */
export class PointPlace {
  readonly element: HTMLElement;
  private readonly line = element("p", { class: "pv-facts", testId: "block-place" });
  private readonly link: HTMLElement;

  constructor(onLink: () => void) {
    this.link = button("Copy Neuroglancer link", onLink, { testId: "copy-neuroglancer" });
    this.link.title = "Copy a link that opens this point in Neuroglancer";
    this.element = element("div", { class: "pv-facts-row pv-place-row" }, [this.line, this.link]);
    this.update(null);
  }

  update(place: BlockPlace | null): void {
    this.element.hidden = place === null;
    this.link.hidden = place?.hasLink !== true;
    setText(this.line, place === null ? "" : `Point ${place.text}`);
  }
}
