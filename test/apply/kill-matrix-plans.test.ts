import {isWhole} from '../helpers/whole.js';
import {subjects} from './matrix/subjects.js';
import {testMatrix} from './matrix/test-matrix.js';

const whole = (await subjects()).filter(({plan}) => plan.steps.length > 1);

testMatrix('whole plans', whole, isWhole ? {first: 1, second: 17} : {first: 41, second: 89});
