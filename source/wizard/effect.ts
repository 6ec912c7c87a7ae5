import type {ApplyEvent} from '../apply/run-steps.js';
import type {Plan, Step} from '../plan/plan.js';
import type {DrawnProfile} from '../profiles/drawn/drawn-profile.js';
import type {
	ApplyOutcome,
	ClusterChoice,
	DrawRequest,
	Inspection,
	InspectRequest,
	PlanChoices,
	ProfileSummary,
	ReadingProgress,
	SaveRequest,
	WorldSummary,
	WriteOutcome,
	WriteProfileOutcome,
	WriteProfileRequest,
	WriteRequest,
} from './dependencies.js';
import type {Problem} from './problem.js';
import type {FieldEdit} from './text-field.js';

/** What the wizard wants done in the outside world; the reducer asks, {@link file://./run-effect.ts} does. */
export type Task =
	| {readonly kind: 'list-clusters'}
	| {readonly kind: 'list-worlds'}
	| {readonly kind: 'list-profiles'}
	| {readonly kind: 'inspect'; readonly request: InspectRequest}
	| {readonly kind: 'reassess'; readonly inspection: Inspection; readonly request: InspectRequest}
	| {
			readonly kind: 'plan-all' | 'plan-chosen';
			readonly inspection: Inspection;
			readonly request: InspectRequest;
			readonly choices: PlanChoices;
	  }
	| {readonly kind: 'draw'; readonly request: DrawRequest}
	| {readonly kind: 'write-profile'; readonly request: WriteProfileRequest}
	| {readonly kind: 'write'; readonly request: WriteRequest}
	| {readonly kind: 'save'; readonly request: SaveRequest}
	| {readonly kind: 'apply'; readonly plan: Plan; readonly mode: 'whole' | 'step-by-step'};

export type EffectKind = Task['kind'];

/** A task under way; at most one of each kind, the newer one replaces the older. */
export type Effect = {readonly ticket: number; readonly task: Task};

export type TaskOutcome =
	| {readonly kind: 'list-clusters'; readonly value: readonly ClusterChoice[]}
	| {readonly kind: 'list-worlds'; readonly value: readonly WorldSummary[]}
	| {readonly kind: 'list-profiles'; readonly value: readonly ProfileSummary[]}
	| {readonly kind: 'inspect' | 'reassess'; readonly value: Inspection}
	| {readonly kind: 'plan-all' | 'plan-chosen'; readonly value: Plan}
	| {readonly kind: 'draw'; readonly value: DrawnProfile}
	| {readonly kind: 'write-profile'; readonly value: WriteProfileOutcome}
	| {readonly kind: 'write' | 'save'; readonly value: WriteOutcome}
	| {readonly kind: 'apply'; readonly value: ApplyOutcome};

export type StepAnswer = 'apply' | 'skip' | 'stop';

export type WizardResult =
	| {readonly kind: 'written'; readonly files: readonly string[]; readonly next: readonly string[]}
	| {readonly kind: 'applied'; readonly outcome: ApplyOutcome}
	/** Went through and wrote nothing on purpose, but for profiles that were drawn on the way. */
	| {readonly kind: 'left' | 'cancelled'; readonly profiles?: readonly string[]};

/** What the shell around the reducer is told to do. */
export type Order =
	| {readonly type: 'run'; readonly effect: Effect}
	| {readonly type: 'abort'; readonly kind: EffectKind}
	| {readonly type: 'answer-step'; readonly answer: StepAnswer}
	| {readonly type: 'leave'; readonly result: WizardResult};

/** What a person does. */
export type UserAction =
	| {readonly type: 'move'; readonly by: number}
	| {readonly type: 'move-to'; readonly end: 'first' | 'last'}
	| {readonly type: 'toggle'}
	| {readonly type: 'accept'}
	| {readonly type: 'back'}
	| {readonly type: 'focus'}
	| {readonly type: 'complete'}
	| {readonly type: 'write'}
	| {readonly type: 'filter'}
	| {readonly type: 'regroup'}
	| {readonly type: 'next-control'}
	| {readonly type: 'show'}
	| {readonly type: 'again'}
	/** A profile of one's own. */
	| {readonly type: 'draw'}
	| {readonly type: 'yes'}
	| {readonly type: 'no'}
	| {readonly type: 'help'}
	| {readonly type: 'leave'}
	| {readonly type: 'edit'; readonly edit: FieldEdit};

/** What comes back from the outside. */
export type TaskReport =
	| {readonly type: 'succeeded'; readonly ticket: number; readonly outcome: TaskOutcome}
	| {readonly type: 'failed'; readonly ticket: number; readonly task: Task; readonly problem: Problem}
	| {readonly type: 'progress'; readonly ticket: number; readonly progress: ReadingProgress}
	| {readonly type: 'draw-progress'; readonly ticket: number; readonly percent: number}
	| {readonly type: 'apply-event'; readonly ticket: number; readonly event: ApplyEvent}
	| {readonly type: 'step-asked'; readonly ticket: number; readonly step: Step}
	/** The view could not scroll that far. */
	| {readonly type: 'scrolled'; readonly to: number};

export type WizardEvent = {readonly type: 'started'} | UserAction | TaskReport;
