/** Sinks of events for the parts of a verifier. */

import { EventSink } from '../src/io/event-sink.js';

/** Adds each event to a list. */
export function collecting<Event>(events: Event[]): EventSink<Event> {
  return new EventSink<Event>('test', [(event) => events.push(event)]);
}

/** No observer. */
export function unobserved<Event>(): EventSink<Event> {
  return new EventSink<Event>('test', []);
}
