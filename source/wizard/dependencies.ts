import type {ApplyEvent} from '../apply/run-steps.js';
import type {Assessment} from '../controls/assess.js';
import type {ClusterSummary} from '../detect/list-clusters.js';
import type {ExitCode} from '../exit-codes.js';
import type {Plan, Step} from '../plan/plan.js';
import type {Answers} from '../profiles/answers.js';
import type {Question} from '../profiles/asked/question.js';
import type {DrawnProfile} from '../profiles/drawn/drawn-profile.js';
import type {Parameter} from '../profiles/profile.js';
import type {RecognisedProfile} from '../profiles/recognise.js';
import type {LogKind} from '../profiles/traffic/read-log.js';
import type {UnnamedRegistry} from '../profiles/unnamed-registries.js';
import type {ArmId} from '../topology/arm-id.js';
import type {Corrections} from '../topology/correct-topology.js';
import type {Topology} from '../topology/topology.js';

/** Where a cluster is read from. */
export type Source =
	| {readonly kind: 'cluster'; readonly id: ArmId; readonly name: string}
	/** A practice world shipped with aksess. */
	| {readonly kind: 'world'; readonly name: string}
	/** A folder that somebody handed over. */
	| {readonly kind: 'folder'; readonly path: string};

/** What tells a person which cluster it is. */
export type ClusterChoice = Pick<ClusterSummary, 'id' | 'name' | 'resourceGroup' | 'subscription' | 'location'>;

export type WorldSummary = {
	readonly name: string;
	/** What is there, in a few words: `kubenet, Azure Firewall`. */
	readonly tags: string;
	/** A sentence or two. */
	readonly description: string;
};

export type ProfileSummary = {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly retired: {readonly since: string; readonly text: string} | undefined;
	/** Whether it has to know the addresses of developer machines, which nobody can read. */
	readonly asksMachines: boolean;
	readonly parameters: Readonly<Record<string, Parameter>>;
};

/** What is read for whom: everything that decides about the findings but the network itself. */
export type InspectRequest = {
	readonly source: Source;
	/** None, where nothing is asked either: those that are found by reading. */
	readonly profiles: readonly string[];
	/** What must work, asked without a profile. */
	readonly questions: readonly Question[];
	readonly answers: Answers;
	readonly corrections: Corrections;
};

/** One kind of resource while it is being read; the same `kind` comes again with a newer state. */
export type ReadingProgress = {
	/** Stable, `virtual-networks`. */
	readonly kind: string;
	/** For people, `Virtual networks`. */
	readonly title: string;
	readonly state: 'reading' | 'read' | 'absent' | 'denied';
	/** How many were read. */
	readonly count: number | undefined;
};

/** What was read, and what it means for the profiles. */
export type Inspection = {
	readonly topology: Topology;
	readonly assessment: Assessment;
	/** What runs there, where no profile was asked for; the assessment is for all of these. */
	readonly found?: readonly RecognisedProfile[];
	/** Registries that images come from and that no profile which was found names. */
	readonly unnamed?: readonly UnnamedRegistry[];
};

/** What a profile can be drawn from. */
export type DrawSource =
	| {readonly kind: 'namespace'; readonly namespace: string}
	| {readonly kind: 'registries'; readonly unnamed: readonly UnnamedRegistry[]}
	/** `masked` leaves out addresses of clients. */
	| {readonly kind: LogKind; readonly file: string; readonly masked: boolean};

export type DrawRequest = {
	readonly source: DrawSource;
	/** What was read of the cluster; a log needs none. */
	readonly inspection: Inspection | undefined;
};

export type WriteProfileRequest = {
	readonly drawn: DrawnProfile;
	readonly file: string;
	/** False: write nothing when the file is there already. */
	readonly overwrite: boolean;
};

export type WriteProfileOutcome =
	/** Its name is what `--profile` takes. */
	{readonly kind: 'written'; readonly profile: ProfileSummary} | {readonly kind: 'exists'; readonly file: string};

export type PlanChoices = {
	/** `requirement@control` to the id of a remedy, or `none`. */
	readonly choices: Readonly<Record<string, string>>;
	/** Steps switched off. */
	readonly without: readonly string[];
};

export type FormatSummary = {readonly id: string; readonly title: string; readonly description: string};

export type WriteRequest = {
	readonly plan: Plan;
	readonly formats: readonly string[];
	readonly folder: string;
	/** False: write nothing when a file is there already, and say which. */
	readonly overwrite: boolean;
};

export type WriteOutcome =
	| {
			readonly kind: 'written';
			readonly files: readonly string[];
			/** The commands to run next, the first one first. */
			readonly next: readonly string[];
	  }
	| {readonly kind: 'exists'; readonly files: readonly string[]};

/** The question that an inspection answers, as a profile. */
export type SaveRequest = {
	readonly inspection: Inspection;
	readonly file: string;
	/** False: write nothing when the file is there already. */
	readonly overwrite: boolean;
};

export type ApplyRequest = {
	readonly plan: Plan;
	readonly mode: 'whole' | 'step-by-step';
	/** Asked before each step when it goes step by step. */
	readonly confirm: (step: Step) => Promise<'apply' | 'skip' | 'stop'>;
};

export type ApplyOutcome = {
	/** `unchecked`: all is applied and nobody looked at it again; `missed`: a promised flow is still not open. */
	readonly outcome: 'done' | 'unchecked' | 'missed' | 'untouched' | 'stopped' | 'failed' | 'reverted';
	readonly exitCode: ExitCode;
	readonly run: string;
	/** Sentences: what works now, what does not, how to resume or undo. */
	readonly summary: readonly string[];
	readonly next: readonly string[];
};

/** Everything the wizard and the prompts need from the rest of aksess. Failures are thrown as UserError. */
export type WizardDependencies = {
	readonly listClusters: (signal: AbortSignal) => Promise<readonly ClusterChoice[]>;
	readonly listWorlds: () => Promise<readonly WorldSummary[]>;
	readonly listProfiles: () => Promise<readonly ProfileSummary[]>;
	/** Draws a profile; how much of a log was read is told in percent. */
	readonly draw: (
		request: DrawRequest,
		onProgress: (percent: number) => void,
		signal: AbortSignal,
	) => Promise<DrawnProfile>;
	readonly writeDrawn: (request: WriteProfileRequest) => Promise<WriteProfileOutcome>;
	readonly inspect: (
		request: InspectRequest,
		onProgress: (progress: ReadingProgress) => void,
		signal: AbortSignal,
	) => Promise<Inspection>;
	/** The same network with other answers or corrections: nothing is read again. */
	readonly reassess: (inspection: Inspection, request: InspectRequest) => Promise<Inspection>;
	readonly plan: (inspection: Inspection, request: InspectRequest, choices: PlanChoices) => Promise<Plan>;
	/** The commands a script runs for a step, as lines; what the person sees is what will be written. */
	readonly commandsFor: (step: Step) => readonly string[];
	readonly formats: readonly FormatSummary[];
	readonly writeScripts: (request: WriteRequest) => Promise<WriteOutcome>;
	readonly saveProfile: (request: SaveRequest) => Promise<WriteOutcome>;
	/** Undefined where applying is not offered. */
	readonly apply?: (
		request: ApplyRequest,
		onEvent: (event: ApplyEvent) => void,
		signal: AbortSignal,
	) => Promise<ApplyOutcome>;
};
