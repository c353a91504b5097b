import type { GalleryRows, LabelClass } from "../page/contract.ts";

/** One block of the gallery. */
export interface Row {
  readonly id: string;
  /** null: none. */
  readonly label: number | null;
  /** Of the label, in seconds since 1970; 0: unknown, or no label. */
  readonly time: number;
  readonly isUnsure: boolean;
  readonly hasNote: boolean;
}

export type Grouping = "label" | "folder" | "none";
export type Sorting = "list" | "label" | "time" | "unsure";

export interface Group {
  readonly key: string;
  /** Of a group by own label; null: the blocks without one; undefined: another kind of group. */
  readonly label?: number | null;
  /** Empty: the group needs no head. */
  readonly title: string;
  readonly rows: readonly Row[];
}

export function rowsOf({ ids, labels, times, marks }: GalleryRows): Row[] {
  return ids.map((id, i) => {
    const mark = marks[i] ?? 0;
    const label = labels[i] ?? 0;
    return {
      id,
      label: label === 0 ? null : label,
      time: times[i] ?? 0,
      isUnsure: (mark & 1) !== 0,
      hasNote: (mark & 2) !== 0,
    };
  });
}

/** Groups with at least one row, each sorted; equal rows stay in the list's order. */
export function groupsOf(
  rows: readonly Row[],
  by: { readonly grouping: Grouping; readonly sorting: Sorting },
  classes: readonly LabelClass[],
): Group[] {
  const byKey = new Map<string, Row[]>();
  for (const row of [...rows].sort(ORDERS[by.sorting])) {
    const key = keyOf(row, by.grouping);
    const group = byKey.get(key);
    if (group === undefined) {
      byKey.set(key, [row]);
    } else {
      group.push(row);
    }
  }
  const groups = [...byKey].map(([key, members]) => groupOf(key, members, by.grouping, classes));
  // Classes in their order, blocks without a label last.
  return by.grouping === "label" ? groups.sort((a, b) => rank(a) - rank(b)) : groups;
}

const ORDERS: Readonly<Record<Sorting, (a: Row, b: Row) => number>> = {
  list: () => 0,
  label: (a, b) => (a.label ?? 10) - (b.label ?? 10),
  time: (a, b) => b.time - a.time,
  unsure: (a, b) => Number(b.isUnsure) - Number(a.isUnsure),
};

function keyOf({ id, label }: Row, grouping: Grouping): string {
  switch (grouping) {
    case "label":
      return `label ${label ?? "none"}`;
    case "folder":
      return `folder ${id.slice(0, Math.max(0, id.lastIndexOf("/")))}`;
    case "none":
      return "all";
  }
}

function groupOf(
  key: string,
  rows: readonly Row[],
  grouping: Grouping,
  classes: readonly LabelClass[],
): Group {
  if (grouping === "label") {
    const label = rows[0]?.label ?? null;
    const name = label === null ? "Unlabelled" : (classes[label - 1]?.name ?? `Class ${label}`);
    return { key, label, title: name, rows };
  }
  const folder = key.slice("folder ".length);
  const title = grouping === "folder" ? folder || "Right in the data folder" : "";
  return { key, title, rows };
}

function rank({ label }: Group): number {
  return label ?? Number.MAX_SAFE_INTEGER;
}
