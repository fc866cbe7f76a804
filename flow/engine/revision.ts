/**
 * The rules by which this build folds journals. Raised when a change of the engine makes any recorded journal come out
 * differently (the golden journals say so): runs that started before go on by the rules of their own revision, which
 * `graph.revision` names, so the old rules stay beside the new ones for as long as such runs may exist.
 */
export const engineRevision = 1;
