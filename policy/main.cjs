// Pulumi loads a pack with require() and a compiler that does not know ES modules in TypeScript (@pulumi/pulumi,
// cmd/run-policy-pack/run.js); tsx does. Pulumi calls the function and waits for it.
module.exports = async () => {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./index.ts');
};
