/** Characters. Far above any sensible profile; keeps a wrong file from taking the machine's memory. */
export const longestProfile = 512 * 1024;
