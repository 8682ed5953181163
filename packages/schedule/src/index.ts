export { findTick } from './find-tick.ts';
export { planTicks, type MissedTicks, type TickPlan } from './plan-ticks.ts';
export { tickTaskId } from './tick-hash.ts';
export { makeTimetable, type Firing, type Timetable } from './timetable.ts';
export { upcoming } from './upcoming.ts';
