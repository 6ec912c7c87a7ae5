import type {UnmodelledGrounds} from '../controls/not-modelled/grounds.js';
import type {Wording} from './wording.js';

export function unmodelledWording({unjudged: {title, name}}: UnmodelledGrounds): Wording {
	return {
		rule: 'not modelled',
		why: `On the way stands ${title}, ${name}, and whether it stops these packets is not modelled.`,
	};
}
