/** What unsaved layers would make of a tier. */

import { send } from "../../api/client";
import type { DryRun, LayerWish, LayerWords, TierPreview } from "../../api/types";
import { AHEAD, Preview } from "../../state/preview.svelte";
import { isoOf } from "../../time/words";

interface Wished {
  layers: LayerWish[];
  /** Which of the form's layers they are. */
  keys: number[];
  since: number;
  until: number;
}

interface Answer {
  timeline: TierPreview;
  /** The rules of the layers in words, by the form's keys. */
  words: ReadonlyMap<number, LayerWords>;
  diff: DryRun;
  since: number;
  until: number;
}

export class LayersPreview extends Preview<Wished, Answer> {
  constructor(path: string) {
    super(async ({ layers, keys, since, until }, signal) => {
      const window = { since: isoOf(since), until: isoOf(until) };
      const [timeline, diff] = await Promise.all([
        send<TierPreview>("POST", `${path}/preview`, { layers }, { query: window, signal }),
        send<DryRun>("POST", `${path}/diff`, { layers }, { query: { days: AHEAD }, signal }),
      ]);
      const words = new Map(timeline.words.map((one) => [keys[one.layer] ?? NaN, one]));
      return { timeline, words, diff, since, until };
    });
  }
}
