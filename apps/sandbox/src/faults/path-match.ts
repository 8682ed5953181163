/** True when a path begins with the wanted prefix, or has the shape of the wanted pattern. */
export const isPathMatch = (wanted: string, path: string): boolean => {
  if (!wanted.includes('/:')) return path.startsWith(wanted);
  const expected = wanted.split('/');
  const given = path.split('/');
  return (
    expected.length === given.length &&
    expected.every((segment, index) => segment.startsWith(':') || segment === given[index])
  );
};
