import type {ArmId} from '../topology/arm-id.js';
import type {Known} from '../topology/known.js';
import type {ArmSource} from './azure/arm-source.js';
import type {KubeClient} from './kubernetes/kube-client.js';

/** Whom the readers ask. They know no other way to a world, so what they do is the same for all of them. */
export type WorldSource = {
	readonly arm: ArmSource;
	/** The API server of a cluster, or why it cannot be asked. Whoever opens it closes it. */
	readonly openCluster: (cluster: ArmId | undefined, options: OpenClusterOptions) => Promise<Known<KubeClient>>;
	/** For listing clusters; a cluster's id says its own. */
	readonly subscription: string | undefined;
	/**
	 * A folder answers, so that it is asked for every route that somebody put into it: those of interfaces of scale sets,
	 * for which Azure has no call, and those that leave no doubt to be settled.
	 */
	readonly asksEveryInterface: boolean;
};

type OpenClusterOptions = {
	/** How long it may take to answer at all. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
};
