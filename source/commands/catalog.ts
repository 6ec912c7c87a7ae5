import {capture} from './capture.js';
import {check} from './check.js';
import type {Command} from './command.js';
import {completion} from './completion.js';
import {diff} from './diff.js';
import {explain} from './explain.js';
import {plan} from './plan.js';
import {profiles} from './profiles.js';
import {reach} from './reach.js';
import {sandbox} from './sandbox.js';
import {script} from './script.js';

/** Every verb, in the order in which the help lists them. Each file loads its work only when it is called. */
export const catalog: readonly Command[] = [
	check,
	explain,
	reach,
	diff,
	plan,
	script,
	profiles,
	capture,
	sandbox,
	completion,
];

export {wizard} from './wizard.js';
