import type {ArmRequests} from '../../../source/apply/arm-requests.js';
import type {Disk, DiskFile} from '../../../source/apply/journal-disk.js';
import type {KubeRequests} from '../../../source/apply/kube-requests.js';

/**
 * A process that can be killed at every point at which something outside of it changes: before and after each request
 * that writes, and before, within and after each write to a journal. From then on nothing of it comes back, and it does
 * nothing any more.
 */
export type Life = {
	readonly disk: (disk: Disk) => Disk;
	readonly arm: (arm: ArmRequests) => ArmRequests;
	readonly kube: (kube: KubeRequests) => KubeRequests;
	/** Lives until the work is done or the end comes. */
	readonly live: <T>(work: Promise<T>) => Promise<T | 'killed'>;
	/** How many points were passed so far. */
	readonly points: () => number;
};

/** @param end the point at which it is killed, counted from 1; never when not given */
export function beginLife(end = Number.POSITIVE_INFINITY): Life {
	const death = Promise.withResolvers<'killed'>();
	const never = new Promise<never>(() => {});
	let points = 0;
	let isDead = false;

	/** Whoever comes here may not come back. */
	async function pass(dying: () => Promise<unknown> = async () => {}): Promise<void> {
		if (isDead) {
			return never;
		}

		points += 1;
		if (points === end) {
			isDead = true;
			await dying();
			death.resolve('killed');
			return never;
		}
	}

	async function act<T>(work: () => Promise<T>, isWrite: boolean): Promise<T> {
		if (isWrite) {
			await pass();
		} else if (isDead) {
			return never;
		}

		const result = await work();
		if (isWrite) {
			await pass();
		}

		return isDead ? never : result;
	}

	const mortalFile = (file: DiskFile): DiskFile => ({
		append: async bytes => {
			await pass();
			await pass(() => file.append(bytes.slice(0, Math.ceil(bytes.length / 2))));
			await file.append(bytes);
			await pass();
		},
		close: () => act(() => file.close(), false),
	});
	return {
		disk: disk => ({
			create: async file => mortalFile(await act(() => disk.create(file), true)),
			open: async file => mortalFile(await act(() => disk.open(file), false)),
			hold: (file, bytes) => act(() => disk.hold(file, bytes), true),
			release: file => act(() => disk.release(file), true),
			read: file => act(() => disk.read(file), false),
			remove: file => act(() => disk.remove(file), true),
		}),
		arm: arm => {
			const send: ArmRequests['send'] = (request, signal) =>
				act(() => arm.send(request, signal), request.method === 'PUT' || request.method === 'DELETE');
			return {...arm, send, get: (id, signal) => act(() => arm.get(id, signal), false)};
		},
		kube: kube => ({
			...kube,
			send: (request, signal) =>
				act(
					() => kube.send(request, signal),
					(request.method === 'PATCH' || request.method === 'DELETE') && !request.path.includes('dryRun='),
				),
		}),
		live: work => Promise.race([work, death.promise]),
		points: () => points,
	};
}
