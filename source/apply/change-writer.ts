import type {ChangeKind, ChangeOf} from '../plan/change.js';
import type {ArmRequests} from './arm-requests.js';
import type {AzProgram} from './az-program.js';
import type {Clock} from './clock.js';
import type {KubeRequests} from './kube-requests.js';
import type {ResourceReading, Watch} from './writer.js';

export type WriterParts = {
	readonly arm: ArmRequests;
	/** Opened when the first change of that kind comes up. */
	readonly kube: () => Promise<KubeRequests>;
	/** The server's address, for descriptions before it is opened. */
	readonly kubeServer: string;
	/** Authorized ranges are written by az where there is a fit one. */
	readonly az: AzProgram | undefined;
	readonly clock: Clock;
	readonly close: () => Promise<void>;
};

export type Onlooker = {readonly signal: AbortSignal; readonly onWait?: ((text: string) => void) | undefined};

/** How one kind of change is made; see {@link Writer} for what its functions promise. */
export type ChangeWriter<Kind extends ChangeKind> = {
	/** What has to be there beside Azure itself; the API server also where it is asked whether it still answers. */
	readonly needs: readonly ('kube' | 'az')[];
	readonly look: (change: ChangeOf<Kind>, parts: WriterParts, onlooker: Onlooker) => Promise<ResourceReading>;
	readonly write: (change: ChangeOf<Kind>, parts: WriterParts, watch: Watch) => Promise<void>;
	readonly describe: (change: ChangeOf<Kind>, parts: WriterParts) => string;
};
