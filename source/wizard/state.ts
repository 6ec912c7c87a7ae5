import type {ApplyEvent} from '../apply/run-steps.js';
import type {Plan, Step} from '../plan/plan.js';
import type {Answers} from '../profiles/answers.js';
import {noAnswers} from '../profiles/answers.js';
import type {Question} from '../profiles/asked/question.js';
import type {DrawnProfile} from '../profiles/drawn/drawn-profile.js';
import type {Recognition} from '../profiles/recognise.js';
import {type Corrections, noCorrections} from '../topology/correct-topology.js';
import type {
	ApplyOutcome,
	ClusterChoice,
	FormatSummary,
	Inspection,
	ProfileSummary,
	ReadingProgress,
	Source,
	WorldSummary,
} from './dependencies.js';
import type {Effect, EffectKind, WizardResult} from './effect.js';
import type {Problem} from './problem.js';
import type {FindingView} from './rows/finding-rows.js';
import {emptyField, type TextField} from './text-field.js';

export type Loading<T> =
	| {readonly state: 'loading'}
	| {readonly state: 'ready'; readonly value: T}
	| {readonly state: 'failed'; readonly problem: Problem};

/** Everything a person has said and everything that was found out: it outlives every screen. */
export type Memory = {
	readonly clusters: Loading<readonly ClusterChoice[]>;
	readonly worlds: Loading<readonly WorldSummary[]>;
	readonly profiles: Loading<readonly ProfileSummary[]>;
	readonly formats: readonly FormatSummary[];
	readonly canApply: boolean;
	readonly source: Source | undefined;
	readonly chosenProfiles: readonly string[];
	/** What must work, asked without a profile: nobody keeps it. */
	readonly questions: readonly Question[];
	/** Profiles or questions, by flags: nobody asks for them then. */
	readonly subjectGiven: boolean;
	/** What was found on a cluster before its profiles were shown: they are ticked there. */
	readonly recognised: ({readonly source: string} & Pick<Recognition, 'found' | 'unnamed'>) | undefined;
	/** Profiles that were drawn and written here; called by their files. */
	readonly drawn: readonly ProfileSummary[];
	readonly answers: Answers;
	readonly corrections: Corrections;
	readonly inspection: Inspection | undefined;
	/** The source that was read for the inspection, and the whole of what the inspection is about, as keys. */
	readonly inspected: {readonly source: string; readonly subject: string} | undefined;
	readonly choices: Readonly<Record<string, string>>;
	/** Steps switched off. */
	readonly without: readonly string[];
	/** The plan with every step, for the list. */
	readonly wholePlan: Plan | undefined;
	/** The plan without the steps that are switched off, for the proof and the scripts; undefined while it is made. */
	readonly plan: Plan | undefined;
	readonly chosenFormats: readonly string[];
	readonly folder: string;
	/** Where a question is saved as a profile. */
	readonly profileFile: string;
	/** What was written or applied so far: it stays true whatever is done afterwards. */
	readonly achieved: WizardResult | undefined;
};

export type Editing =
	| {readonly kind: 'options'; readonly row: string; readonly selected: string}
	| {readonly kind: 'text'; readonly row: string; readonly field: TextField; readonly problem: string | undefined};

/** Selections are keys, not positions: a list may grow or be sorted anew under the cursor. */
export type Screen =
	| {
			readonly name: 'cluster';
			readonly selected: string | undefined;
			readonly filter: TextField;
			readonly filtering: boolean;
	  }
	| {readonly name: 'profiles'; readonly selected: string | undefined}
	| {
			readonly name: 'draw';
			readonly selected: string | undefined;
			/** The file of a log, while it is named. */
			readonly editing: TextField | undefined;
			/** Leaves out addresses of clients. */
			readonly masked: boolean;
			/** How much of a log was read, in percent. */
			readonly progress: number | undefined;
	  }
	| {
			readonly name: 'drawn';
			readonly drawn: DrawnProfile;
			/** Rows that are left out, by key. */
			readonly without: readonly string[];
			/** As somebody said; undefined where nobody did. */
			readonly file: string | undefined;
			readonly selected: string | undefined;
			readonly focus: 'list' | 'details';
			readonly scroll: number;
			readonly editing:
				| {readonly row: 'name' | 'file'; readonly field: TextField; readonly problem: string | undefined}
				| undefined;
			/** The file that is there already, while the person is asked about it. */
			readonly exists: string | undefined;
	  }
	| {
			readonly name: 'ends';
			/** Which end is typed. */
			readonly end: 'from' | 'to';
			readonly from: TextField;
			readonly to: TextField;
			/** Among the names that fit. */
			readonly selected: string | undefined;
			/** What was typed was taken, and cannot be. */
			readonly refused: boolean;
	  }
	| {readonly name: 'reading'; readonly progress: readonly ReadingProgress[]}
	| {
			readonly name: 'topology';
			/** The map, or what was read with what only a person can say. */
			readonly showing: 'map' | 'questions';
			/** On the map. */
			readonly place: string | undefined;
			/** Among the questions. */
			readonly selected: string | undefined;
			readonly focus: 'list' | 'details';
			readonly scroll: number;
			readonly editing: Editing | undefined;
	  }
	| {
			readonly name: 'findings';
			readonly selected: string | undefined;
			readonly focus: 'list' | 'details';
			readonly scroll: number;
			readonly view: Omit<FindingView, 'search'>;
			readonly search: TextField;
			readonly searching: boolean;
	  }
	| {
			readonly name: 'plan';
			readonly selected: string | undefined;
			readonly focus: 'list' | 'details';
			readonly scroll: number;
			readonly showing: 'difference' | 'commands';
			/** Policies of one purpose are one row, where there are many. */
			readonly folded: boolean;
	  }
	| {
			readonly name: 'output';
			readonly selected: string | undefined;
			readonly editing: TextField | undefined;
			/** Files that are there already, while the person is asked about them. */
			readonly exists: {readonly task: 'write' | 'save'; readonly files: readonly string[]} | undefined;
	  }
	| {readonly name: 'done'; readonly files: readonly string[]; readonly next: readonly string[]}
	| {
			readonly name: 'confirm';
			readonly selected: 'whole' | 'step-by-step';
			/** How many of the dangerous steps were allowed, in their order; each by typing its code. */
			readonly allowed: number;
			/** The code of the next one; Enter alone does nothing. */
			readonly typed: TextField;
	  }
	| {
			readonly name: 'applying';
			readonly events: readonly ApplyEvent[];
			/** The step the person is asked about, when they go step by step. */
			readonly asking: Step | undefined;
			/** Of what that step does. */
			readonly scroll: number;
			readonly stopping: boolean;
	  }
	| {readonly name: 'applied'; readonly outcome: ApplyOutcome}
	| {
			readonly name: 'problem';
			readonly problem: Problem;
			readonly retry: Effect;
			/** The screen to try again on, and the one to go back to. */
			readonly during: Screen;
			readonly back: Screen;
	  };

export type ScreenName = Screen['name'];

export type On<Name extends ScreenName> = Extract<Screen, {name: Name}>;

export type WizardState = {
	readonly screen: Screen;
	readonly memory: Memory;
	/** Screens as they were left, so that going back and forth loses no cursor. */
	readonly visited: {readonly [Name in ScreenName]?: On<Name>};
	readonly overlay: 'help' | 'leave' | undefined;
	/** Effects under way, by kind; a result with another ticket is stale and ignored. */
	readonly waiting: {readonly [Kind in EffectKind]?: number};
	readonly lastTicket: number;
};

export type WizardStart = {
	readonly source?: Source;
	readonly profiles?: readonly string[];
	readonly questions?: readonly Question[];
	readonly answers?: Answers;
	readonly corrections?: Corrections;
	readonly choices?: Readonly<Record<string, string>>;
	readonly without?: readonly string[];
	readonly formats: readonly FormatSummary[];
	readonly folder: string;
	readonly canApply: boolean;
};

const loading = {state: 'loading'} as const;

export function initialState(start: WizardStart): WizardState {
	return {
		screen: {
			name: 'cluster',
			selected: start.source === undefined ? undefined : sourceKey(start.source),
			filter: emptyField,
			filtering: false,
		},
		memory: {
			clusters: loading,
			worlds: loading,
			profiles: loading,
			formats: start.formats,
			canApply: start.canApply,
			source: start.source,
			chosenProfiles: start.profiles ?? [],
			questions: start.questions ?? [],
			subjectGiven: (start.profiles ?? []).length + (start.questions ?? []).length > 0,
			recognised: undefined,
			drawn: [],
			answers: start.answers ?? noAnswers,
			corrections: start.corrections ?? noCorrections,
			inspection: undefined,
			inspected: undefined,
			choices: start.choices ?? {},
			without: start.without ?? [],
			wholePlan: undefined,
			plan: undefined,
			chosenFormats: start.formats.map(({id}) => id),
			folder: start.folder,
			profileFile: 'asked.yaml',
			achieved: undefined,
		},
		visited: {},
		overlay: undefined,
		waiting: {},
		lastTicket: 0,
	};
}

export function sourceKey(source: Source): string {
	switch (source.kind) {
		case 'cluster': {
			return `cluster:${source.id.toLowerCase()}`;
		}

		case 'world': {
			return `world:${source.name}`;
		}

		case 'folder': {
			return `folder:${source.path}`;
		}
	}
}

export function sourceName(source: Source): string {
	return source.kind === 'folder' ? source.path : source.name;
}
