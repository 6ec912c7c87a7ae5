import {generate} from 'selfsigned';

export type Certificate = {readonly key: string; readonly cert: string};

/**
 * A certificate that is its own authority, for loopback only. An elliptic curve because making an RSA key takes
 * a noticeable part of a second; made anew at each start so that no private key is ever shipped.
 */
export async function makeCertificate(): Promise<Certificate> {
	const {private: key, cert} = await generate([{name: 'commonName', value: 'aksess practice Azure'}], {
		keyType: 'ec',
		curve: 'P-256',
		algorithm: 'sha256',
		notBeforeDate: new Date(Date.now() - 86_400_000),
		extensions: [
			{name: 'basicConstraints', cA: true, critical: true},
			{name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true},
			{name: 'extKeyUsage', serverAuth: true},
			{
				name: 'subjectAltName',
				altNames: [
					{type: 2, value: 'localhost'},
					{type: 7, ip: '127.0.0.1'},
				],
			},
		],
	});
	return {key, cert};
}
