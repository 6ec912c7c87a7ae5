// `npm run tasks`: plays what people bring on a terminal, and writes what it costs into docs/tasks.md.
import {ensureBuilt, ensureInstalled, environment, run} from './prepare.mjs';

ensureInstalled();
ensureBuilt();

const {CI: _ci, ...env} = environment({UPDATE_GOLDEN: '1'});
run('vitest', ['run', 'test/tasks'], {env});
