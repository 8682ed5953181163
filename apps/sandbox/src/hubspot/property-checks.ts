import type { ObjectType } from './object-types.ts';
import type { PropertyDefinition } from './property.ts';

export interface PropertyProblem {
  readonly isValid: false;
  readonly message: string;
  readonly error: string;
  readonly name: string;
  readonly localizedErrorMessage: string;
}

const problem = (name: string, error: string, message: string): PropertyProblem => ({
  isValid: false,
  message,
  error,
  name,
  localizedErrorMessage: message,
});

const isMoment = (value: string): boolean => /^\d+$/u.test(value) || !Number.isNaN(Date.parse(value));

const isEmail = (value: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value);

const checkByType = (property: PropertyDefinition, value: string): PropertyProblem | undefined => {
  const { name, type, options } = property;
  if (type === 'number' && !Number.isFinite(Number(value))) {
    return problem(name, 'INVALID_DOUBLE', `${value} was not a valid number.`);
  }
  if ((type === 'datetime' || type === 'date') && !isMoment(value)) {
    return problem(name, 'INVALID_DATE', `${value} was not a valid date.`);
  }
  if (options.length > 0 && !options.some((option) => option.value === value)) {
    const allowed = options.map((option) => option.value).join(', ');
    return problem(name, 'INVALID_OPTION', `${value} was not one of the allowed options: [${allowed}]`);
  }
  if (name === 'email' && !isEmail(value)) {
    return problem(name, 'INVALID_EMAIL', `Email address ${value} is invalid`);
  }
  return undefined;
};

const checkOne = (
  property: PropertyDefinition | undefined,
  name: string,
  value: string,
): PropertyProblem | undefined => {
  if (property === undefined) {
    return problem(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  }
  if (property.isReadOnly) {
    return problem(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  }
  return value === '' ? undefined : checkByType(property, value);
};

/** Everything wrong with the values of one write. */
export const checkValues = (
  type: ObjectType,
  find: (name: string) => PropertyDefinition | undefined,
  values: ReadonlyMap<string, string>,
  isNew: boolean,
): readonly PropertyProblem[] => {
  const wrong = [...values].flatMap(([name, value]) => checkOne(find(name), name, value) ?? []);
  const missing = isNew ? type.requiredProperties.filter((name) => (values.get(name) ?? '') === '') : [];
  return [
    ...wrong,
    ...missing.map((name) => problem(name, 'REQUIRED_FIELD', `Required property "${name}" was not set.`)),
  ];
};

/** HubSpot packs the problems as JSON into the message. */
export const problemsMessage = (problems: readonly PropertyProblem[]): string =>
  `Property values were not valid: ${JSON.stringify(problems)}`;
