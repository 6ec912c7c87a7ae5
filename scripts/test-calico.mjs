// `node scripts/test-calico.mjs [COUNT] [SEED]`: the differential test of Calico's policies on a hundred thousand random
// clusters; `npm test` takes a sample of them.

import path from 'node:path';
import {currentNode, ensureInstalled, environment, root, run} from './prepare.mjs';

ensureInstalled();
const [count = '100000', seed = '1'] = process.argv.slice(2);
const {CI: _ci, ...env} = environment({AKSESS_CALICO_CLUSTERS: count, AKSESS_CALICO_SEED: seed});
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
run(currentNode(), [vitest, 'run', 'test/connectivity/calico-differential.test.ts'], {env});
