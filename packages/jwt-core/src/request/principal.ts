/** What a token speaks of: a person, or a program that acts on its own account. */
export type Principal = 'user' | 'workload';
