/** A set of pod classes, one bit each. Sets that are combined have the same length. */
export type ClassSet = Uint32Array;

export function classSet(size: number, members: Iterable<number> = []): ClassSet {
	const set = new Uint32Array(Math.ceil(size / 32));
	for (const member of members) {
		addClass(set, member);
	}

	return set;
}

export function everyClass(size: number): ClassSet {
	return classSet(
		size,
		Array.from({length: size}, (_, index) => index),
	);
}

export function addClass(set: ClassSet, member: number): void {
	set[member >>> 5] = at(set, member >>> 5) | (1 << (member & 31));
}

export function hasClass(set: ClassSet, member: number): boolean {
	return (at(set, member >>> 5) & (1 << (member & 31))) !== 0;
}

export function unionClasses(a: ClassSet, b: ClassSet): ClassSet {
	return a.map((word, index) => word | at(b, index));
}

export function intersectClasses(a: ClassSet, b: ClassSet): ClassSet {
	return a.map((word, index) => word & at(b, index));
}

export function subtractClasses(a: ClassSet, b: ClassSet): ClassSet {
	return a.map((word, index) => word & ~at(b, index));
}

export function isEmptyClassSet(set: ClassSet): boolean {
	return set.every(word => word === 0);
}

export function forEachClass(set: ClassSet, visit: (member: number) => void): void {
	for (let index = 0; index < set.length; index++) {
		for (let word = at(set, index); word !== 0; word &= word - 1) {
			visit(index * 32 + 31 - Math.clz32(word & -word));
		}
	}
}

function at(set: ClassSet, index: number): number {
	return set[index] ?? 0;
}
