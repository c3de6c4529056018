/** Where the marks of a row are met by a finger or a pointer: narrow ones get room from what is beside them. */

/** Nothing that can be chosen is met on less: WCAG 2.2 asks for as much, and so does a finger. */
export const MET = 24;

/** What is drawn, in pixels of the row. */
interface Drawn {
  left: number;
  width: number;
}

/** The stretch on which a mark is met. */
export interface Met {
  from: number;
  to: number;
}

export interface Meeting<Mark> extends Met {
  mark: Mark;
}

const right = ({ left, width }: Drawn): number => left + width;
const isNarrow = ({ width }: Drawn): boolean => width < MET;

/**
 * The marks of a row, given from left to right, and where each is met. A narrow one takes the room that is free
 * beside it, and what a wide neighbour can do without; where that is not enough, it is joined to the narrower of its
 * neighbours, and both are met together. Only where nothing can be joined is anything met on less than MET.
 */
export function meetings<Mark extends Drawn>(
  marks: readonly Mark[],
  end: number,
  join: (one: Mark, next: Mark) => Mark | null,
): Meeting<Mark>[] {
  const done: Meeting<Mark>[] = [];
  const ahead = [...marks].reverse();
  for (let mark = ahead.pop(); mark !== undefined; mark = ahead.pop()) {
    const [before, next] = [done.at(-1), ahead.at(-1)];
    // What a neighbour has given away already lies before its own beginning.
    const from = Math.max(mark.left, before !== undefined && isNarrow(before.mark) ? before.to : 0);
    if (!isNarrow(mark)) {
      done.push({ mark, from, to: right(mark) });
      continue;
    }
    const low = before === undefined ? 0 : isNarrow(before.mark) ? before.to : before.from + MET;
    const high = next === undefined ? end : isNarrow(next) ? halfWay(mark, next) : right(next) - MET;
    const isTight = high - low < MET;
    const isNextFirst = before === undefined || (next !== undefined && next.width <= before.mark.width);
    const on = isTight && next ? join(mark, next) : null;
    const back = isTight && before ? join(before.mark, mark) : null;
    if (on !== null && (isNextFirst || back === null)) ahead[ahead.length - 1] = on;
    else if (back !== null) {
      done.pop();
      ahead.push(back);
    } else {
      const met = around(mark, low, high);
      if (before) before.to = Math.min(before.to, met.from);
      done.push({ mark, ...met });
    }
  }
  return done;
}

/** What is drawn wider than it is may lie over the next. */
const halfWay = (mark: Drawn, next: Drawn): number => (Math.min(right(mark), next.left) + next.left) / 2;

/** As near to the mark's middle as the room allows. */
function around({ left, width }: Drawn, low: number, high: number): Met {
  if (high - low < MET) return { from: low, to: Math.max(low, high) };
  const from = Math.max(low, Math.min(left + width / 2 - MET / 2, high - MET));
  return { from, to: from + MET };
}
