import { beginTourAtPicture } from "./controls/tour.ts";
import type { DotNetObject } from "./page/page.ts";

/** C# asks for the tour where it is due, and keeps that this person had it. */
export function beginTour(page: DotNetObject): void {
  beginTourAtPicture(() => {
    page.invokeMethodAsync("onTourEnded").catch(() => {
      // Not connected: the next page offers it again.
    });
  });
}
