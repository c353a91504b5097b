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
  /** It cannot be judged. */
  readonly isUnusable: boolean;
}

export type Grouping = "label" | "folder" | "day" | "unsure" | "none";
export type Sorting = "list" | "name" | "label" | "time" | "unsure";

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
      isUnusable: (mark & 4) !== 0,
    };
  });
}

/** Groups with at least one row, each sorted; equal rows stay in the list's order. */
export function groupsOf(
  rows: readonly Row[],
  by: { readonly grouping: Grouping; readonly sorting: Sorting },
  classes: readonly LabelClass[],
): Group[] {
  const headOf = HEADS[by.grouping];
  const groups = new Map<string, Head & { key: string; rows: Row[] }>();
  for (const row of [...rows].sort(ORDERS[by.sorting])) {
    const head = headOf(row, classes);
    const key = `${by.grouping} ${head.rank} ${head.title}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { ...head, key, rows: [row] });
    } else {
      group.rows.push(row);
    }
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank).map(({ rank: _, ...group }) => group);
}

const ORDERS: Readonly<Record<Sorting, (a: Row, b: Row) => number>> = {
  list: () => 0,
  name: (a, b) => NAMES.compare(a.id, b.id),
  label: (a, b) => (a.label ?? 10) - (b.label ?? 10),
  time: (a, b) => b.time - a.time,
  unsure: (a, b) => Number(b.isUnsure) - Number(a.isUnsure),
};

/** block_2 before block_10. */
const NAMES = new Intl.Collator("en", { numeric: true });

const DAYS = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

interface Head {
  readonly title: string;
  readonly label?: number | null;
  /** Groups go by this, those of the same rank by their first rows. */
  readonly rank: number;
}

const UNUSABLE = "Cannot be judged";

const HEADS: Readonly<Record<Grouping, (row: Row, classes: readonly LabelClass[]) => Head>> = {
  // Classes in their order, blocks that cannot be judged, blocks without a label last.
  label: ({ label, isUnusable }, classes) =>
    isUnusable
      ? { title: UNUSABLE, rank: Number.MAX_SAFE_INTEGER - 1 }
      : {
          label,
          title: label === null ? "Unlabelled" : (classes[label - 1]?.name ?? `Class ${label}`),
          rank: label ?? Number.MAX_SAFE_INTEGER,
        },
  folder: ({ id }) => {
    const end = id.lastIndexOf("/");
    return end < 0
      ? { title: "Right in the data folder", rank: -1 }
      : { title: id.slice(0, end), rank: 0 };
  },
  // The latest day first.
  day: ({ time, label, isUnusable }) => {
    if (isUnusable) {
      return { title: UNUSABLE, rank: 2 };
    }
    if (time === 0) {
      return label === null
        ? { title: "Unlabelled", rank: 3 }
        : { title: "Labelled at an unknown time", rank: 1 };
    }
    const day = new Date(time * 1000);
    return {
      title: DAYS.format(day),
      rank: -new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime(),
    };
  },
  unsure: ({ isUnsure }) =>
    isUnsure ? { title: "Unsure", rank: 0 } : { title: "Not unsure", rank: 1 },
  none: () => ({ title: "", rank: 0 }),
};
