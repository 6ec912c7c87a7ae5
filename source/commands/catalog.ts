import type {Command} from '../command-line/command.js';
import {apply} from './apply.js';
import {ask} from './ask.js';
import {capture} from './capture.js';
import {check} from './check.js';
import {completion} from './completion.js';
import {confirm} from './confirm.js';
import {diff} from './diff.js';
import {doctor} from './doctor.js';
import {explain} from './explain.js';
import {plan} from './plan.js';
import {policies} from './policies.js';
import {profiles} from './profiles.js';
import {reach} from './reach.js';
import {resume} from './resume.js';
import {runs} from './runs.js';
import {sandbox} from './sandbox.js';
import {script} from './script.js';
import {undo} from './undo.js';
import {watchdog} from './watchdog.js';

/** Every verb, in the order in which the help lists them. Each file loads its work only when it is called. */
export const catalog: readonly Command[] = [
	check,
	ask,
	explain,
	reach,
	policies,
	diff,
	plan,
	script,
	apply,
	confirm,
	undo,
	resume,
	runs,
	watchdog,
	profiles,
	capture,
	sandbox,
	doctor,
	completion,
];

export {wizard} from './wizard.js';
