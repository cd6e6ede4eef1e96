/** One mistake: what the user did, the text, and the place that a problem names. Its message is in the golden file. */
export type Mistake = readonly [name: string, text: string, place: string];
