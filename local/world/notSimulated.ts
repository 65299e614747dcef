/** What a run leaves out beyond whole resource types; docs/simulation.md has the rest. */
export const NOT_SIMULATED: readonly string[] = [
  'Bedrock: IAM is asked and the call is logged, no model answers; there are no throttles',
  'limits of Lambda: memory, concurrency and time-outs; a function runs one invocation after the other',
  'durability: nothing expires, no table or queue throttles, everything is delivered once',
  'the Price List: two replies of AWS, saved by hand; other prices are those of the book',
];
