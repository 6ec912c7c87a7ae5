import type {KubeRef} from '../../plan/change.js';

export function kubeTarget({kind, namespace, name}: KubeRef): readonly string[] {
	return [kind.toLowerCase(), name, ...(namespace === undefined ? [] : ['--namespace', namespace])];
}
