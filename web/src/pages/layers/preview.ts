/** What unsaved layers would make of a tier. */

import { send } from "../../api/client";
import type { DryRun, LayerWish, TierPreview } from "../../api/types";
import { AHEAD, Preview } from "../../state/preview.svelte";
import { isoOf } from "../../time/words";

interface Wished {
  layers: LayerWish[];
  since: number;
  until: number;
}

interface Answer {
  timeline: TierPreview;
  diff: DryRun;
  since: number;
  until: number;
}

export class LayersPreview extends Preview<Wished, Answer> {
  constructor(path: string) {
    super(async ({ layers, since, until }, signal) => {
      const window = { since: isoOf(since), until: isoOf(until) };
      const [timeline, diff] = await Promise.all([
        send<TierPreview>("POST", `${path}/preview`, { layers }, { query: window, signal }),
        send<DryRun>("POST", `${path}/diff`, { layers }, { query: { days: AHEAD }, signal }),
      ]);
      return { timeline, diff, since, until };
    });
  }
}
