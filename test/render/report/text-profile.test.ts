import {expect, test} from 'vitest';
import {plain} from '../../../source/render/report/paint.js';
import {textProfile} from '../../../source/render/report/text-profile.js';
import {shippedProfile} from '../../profiles/profile-texts.js';

test('says of a requirement what happens without it, and of an optional one what one loses', () => {
	const lines = textProfile(shippedProfile('node-auto-provisioning'), plain, 80).split('\n');
	expect(lines).toContain('  Without it: No node is made.');
	expect(lines).toContain('  Without it you lose: Karpenter compares sizes by their prices of today.');
});
