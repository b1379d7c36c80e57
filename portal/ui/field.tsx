// Form fields: label, hint and fault tied to the control, so that all of it is heard.
import type { ReactNode } from 'react';

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
}

const describedBy = ({ id, hint, fault }: FieldProps): { 'aria-describedby'?: string } => {
  const ids = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return ids ? { 'aria-describedby': ids } : {};
};

const Notes = ({ id, hint, fault }: Omit<FieldProps, 'label'>) => (
  <>
    {hint && (
      <p className="usa-hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {fault && (
      <p className="usa-error-message" id={`${id}-fault`}>
        {fault}
      </p>
    )}
  </>
);

const groupClass = (fault: string | undefined): string =>
  `usa-form-group${fault ? ' usa-form-group--error' : ''}`;

export function TextField({
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  inputMode,
  maxLength,
  spellCheck,
  ...field
}: FieldProps & {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'search' | 'tel';
  autoComplete?: string;
  inputMode?: 'numeric' | 'tel';
  maxLength?: number;
  spellCheck?: boolean;
}) {
  return (
    <div className={groupClass(field.fault)}>
      <label className="usa-label" htmlFor={field.id}>
        {field.label}
      </label>
      <Notes {...field} />
      <input
        className={`usa-input${field.fault ? ' usa-input--error' : ''}`}
        id={field.id}
        name={field.id}
        type={type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={autoComplete}
        autoCapitalize="off"
        inputMode={inputMode}
        maxLength={maxLength}
        spellCheck={spellCheck}
        dir="auto"
        aria-invalid={field.fault ? true : undefined}
        {...describedBy(field)}
      />
    </div>
  );
}

export function SelectField<T extends string>({
  value,
  onChange,
  options,
  ...field
}: FieldProps & {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}) {
  return (
    <div className={groupClass(field.fault)}>
      <label className="usa-label" htmlFor={field.id}>
        {field.label}
      </label>
      <Notes {...field} />
      <select
        className="usa-select"
        id={field.id}
        name={field.id}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
        {...describedBy(field)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  description?: ReactNode;
}

/** One answer out of few. Nothing is chosen until the member chooses. */
export function Choices<T extends string>({
  value,
  onChange,
  choices,
  ...field
}: FieldProps & {
  value: T | undefined;
  onChange: (value: T) => void;
  choices: readonly Choice<T>[];
}) {
  return (
    <fieldset className={`usa-fieldset ${groupClass(field.fault)}`} {...describedBy(field)}>
      <legend className="usa-legend">{field.label}</legend>
      <Notes {...field} />
      {choices.map((choice, i) => {
        const id = i === 0 ? field.id : `${field.id}-${choice.value}`;
        return (
          <div className="usa-radio choice" key={choice.value}>
            <input
              className="usa-radio__input"
              type="radio"
              id={id}
              name={field.id}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
              {...(choice.description ? { 'aria-describedby': `${id}-note` } : {})}
            />
            <label className="usa-radio__label" htmlFor={id}>
              {choice.label}
            </label>
            {choice.description && (
              <div className="choice-note" id={`${id}-note`}>
                {choice.description}
              </div>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

export function Tick({
  checked,
  onChange,
  ...field
}: FieldProps & { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <div className={groupClass(field.fault)}>
      {field.fault && (
        <p className="usa-error-message" id={`${field.id}-fault`}>
          {field.fault}
        </p>
      )}
      <div className="usa-checkbox choice">
        <input
          className="usa-checkbox__input"
          type="checkbox"
          id={field.id}
          name={field.id}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          aria-invalid={field.fault ? true : undefined}
          {...describedBy(field)}
        />
        <label className="usa-checkbox__label" htmlFor={field.id}>
          {field.label}
        </label>
        {field.hint && (
          <div className="choice-note" id={`${field.id}-hint`}>
            {field.hint}
          </div>
        )}
      </div>
    </div>
  );
}
