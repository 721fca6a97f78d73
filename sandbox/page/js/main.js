/** Puts the page together. */

import { Acts } from "./acts.js";
import { Clock } from "./clock.js";
import { Composer } from "./compose/composer.js";
import { Conversation } from "./conversation.js";
import { Live } from "./live.js";
import { Pending } from "./messages/pending.js";
import { Channels } from "./side/channels.js";
import { startGuide } from "./side/guide.js";
import { startPanels } from "./side/panels.js";
import { Wire } from "./side/wire.js";
import { startTheme } from "./theme.js";
import { World } from "./world.js";

startTheme();
const world = new World();
const live = new Live(world);
const acts = new Acts(world);
const clock = new Clock(world, live);
const around = { world, clock };
const pending = new Pending(world);
new Composer(world, acts, pending);
new Channels(world);
new Conversation(around, live, acts);
const wire = new Wire(world, live, acts);
const panels = startPanels((panel, open) => {
  if (panel === "wire") wire.show(open);
});
startGuide(around, live, {
  first: () => panels.show("guide", panels.isWide()),
  left: () => {
    if (!panels.isWide()) panels.show("guide", false);
  },
});
