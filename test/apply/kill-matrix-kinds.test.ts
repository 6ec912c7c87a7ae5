import {isWhole} from '../helpers/whole.js';
import {subjects} from './matrix/subjects.js';
import {testMatrix} from './matrix/test-matrix.js';

const alone = (await subjects()).filter(({plan}) => plan.steps.length === 1);

testMatrix('each kind of change', alone, isWhole ? {first: 1, second: 1} : {first: 7, second: 17});
