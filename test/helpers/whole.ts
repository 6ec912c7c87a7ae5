/** `npm test` takes a fixed sample of what there is very much of; `scripts/wider-checks.mjs` sets this to take it all. */
export const isWhole = process.env['AKSESS_TEST_WHOLE'] === 'yes';
