import type {ControlId} from '../controls/control-id.js';
import type {AllowEntry} from '../controls/need.js';
import type {Verdict} from '../controls/verdict.js';
import type {OlderAnswers} from '../profiles/older-answers.js';
import type {ArmId} from '../topology/arm-id.js';
import type {Change} from './change.js';
import type {Proof} from './proof.js';

/** Why a step must be typed, not clicked. */
export type Danger = {
	readonly code: 'range-removed' | 'ranges-first-set' | 'deny-bypassed' | 'endpoint-published' | 'rule-removed';
	/** One sentence: what happens to whom. */
	readonly warning: string;
};

export type Step = {
	/** Stable within a plan: `firewall-afwp-hub`, `authorized-ranges`. */
	readonly id: string;
	/** Imperative, for people: `Add rule collection group aksess-aks-prod to afwp-hub`. */
	readonly title: string;
	/** Why, in one sentence. */
	readonly reason: string;
	readonly control: ControlId;
	/** The flows it opens, alone or together with other steps. */
	readonly flows: readonly string[];
	readonly change: Change;
	readonly danger: Danger | undefined;
	/** Ids of steps that must be done before. */
	readonly after: readonly string[];
};

/** A way to open a flow at a control; the plan took one, the others can be chosen by `--choose FLOW=REMEDY`. */
export type Choice = {
	readonly requirement: string;
	readonly control: ControlId;
	/** Undefined when nothing is done unless chosen by name. */
	readonly taken: string | undefined;
	readonly options: readonly {
		readonly id: string;
		readonly title: string;
		readonly opens: string;
		/** Only by name: it overrides what somebody decided on purpose. */
		readonly onRequest: boolean;
	}[];
};

export type Advice = {
	readonly control: ControlId;
	readonly flows: readonly string[];
	readonly text: string;
	readonly commands: readonly string[];
	/** For the keeper of a device that is not Azure's; left out where there is none. */
	readonly allow?: readonly AllowEntry[];
};

/** A resource the plan was made from; if it has changed since, the plan is stale. */
export type BasisEntry = {
	/** ARM id, or `NetworkPolicy/namespace/name` for a Kubernetes object. */
	readonly resource: string;
	/** A hash of what was read; `absent` when it was not there, `denied` when it could not be read. */
	readonly version: string;
};

/** Steps that can be executed, with what it takes to find out whether they still fit, and to assess their flows again. */
export type ExecutablePlan = {
	readonly schemaVersion: 1;
	readonly cluster: {readonly id: ArmId; readonly name: string; readonly location: string};
	readonly profiles: readonly string[];
	/** What was asked without a profile, as the text of one; left out where nothing was. */
	readonly asked?: Readonly<Record<string, unknown>>;
	/** The answers and choices it was made with, so that it can be made again. */
	readonly answers: OlderAnswers & {
		readonly machines: readonly string[];
		readonly parameters: Readonly<Record<string, string>>;
		readonly choices: Readonly<Record<string, string>>;
	};
	readonly steps: readonly Step[];
	readonly basis: readonly BasisEntry[];
};

/** The case for steps: what they do, what else could be done, and what is left to a person. */
export type PlanCase = {
	readonly choices: readonly Choice[];
	readonly advice: readonly Advice[];
	readonly proof: Proof;
	/** Verdict per flow before the plan. */
	readonly before: readonly {readonly flow: string; readonly requirement: string; readonly verdict: Verdict}[];
};

/** Both, side by side as files and JSON have them. What takes a run back is executable and needs no case. */
export type Plan = ExecutablePlan & PlanCase;
