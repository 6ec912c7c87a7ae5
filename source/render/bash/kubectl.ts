import type {KubeRef} from '../../plan/change.js';

/** The whole command, so that a dry run shows what one could type. */
export const kubectl = 'run kubectl --kubeconfig "$kubeconfig"';

export function kubeTarget({kind, namespace, name}: KubeRef): readonly string[] {
	return [kind.toLowerCase(), name, ...(namespace === undefined ? [] : ['--namespace', namespace])];
}
