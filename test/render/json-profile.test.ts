import {expect, test} from 'vitest';
import {parseProfile} from '../../source/profiles/parse-profile.js';
import {jsonProfile} from '../../source/render/report/json-profile.js';

test('addresses of both families and ports are spelled as profiles spell them', () => {
	const {profile, problems} = parseProfile(
		`schemaVersion: 1
name: two-families
title: Two families
description: For a test.
status: {state: current, source: nobody, date: 2026-01-31}
addressSets:
  partner: {title: Partner, addresses: [20.1.2.0/24, '2603:1030::/32'], source: nobody, date: 2026-01-31}
requirements:
  - id: partner
    title: The partner is reached
    purpose: Nothing works.
    from: {kind: nodes}
    to: {kind: addresses, set: partner}
    ports: 443,8080-8081
    source: nobody
    date: 2026-01-31
`,
		'two-families.yaml',
	);

	expect(problems).toEqual([]);
	const shown = JSON.parse(JSON.stringify(profile === undefined ? null : jsonProfile(profile)));
	expect(shown.addressSets.partner.addresses).toEqual(['20.1.2.0/24', '2603:1030::/32']);
	expect(shown.requirements[0].ports).toBe('443,8080-8081');
});
