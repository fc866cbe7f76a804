/** The one method of the binding that is used. */
export interface AiBinding {
  run(model: string, inputs: unknown, options?: { gateway?: { id: string }; signal?: AbortSignal }): Promise<unknown>;
}
