export declare const CORE_FLOORS: readonly (readonly string[])[];
export declare const POLICY_FLOORS: readonly (readonly string[])[];
