"""The exceptions of asyncpg, and which exception of SQLAlchemy carries each of them.

Measured with asyncpg 0.32 under SQLAlchemy 2.0 and 2.1 (``tests/postgres/test_error_carriers.py`` measures it again):
an error of a statement, of a batch or of the commit arrives as a :class:`sqlalchemy.exc.DBAPIError` whose
``orig.__cause__`` is the asyncpg exception itself. Only an error of connecting arrives as it is, under SQLAlchemy 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

#: The subclasses of each exception, with the SQLSTATE of those that have one (PostgreSQL manual, appendix A).
_SUBCLASSES: Final[Mapping[str, str]] = {
    "PostgresError": (
        "FatalPostgresError SQLStatementNotYetCompleteError=03000 PostgresConnectionError=08000 "
        "TriggeredActionError=09000 FeatureNotSupportedError=0A000 InvalidTransactionInitiationError=0B000 "
        "LocatorError=0F000 InvalidGrantorError=0L000 InvalidRoleSpecificationError=0P000 DiagnosticsError=0Z000 "
        "InvalidArgumentForXqueryError=10608 CaseNotFoundError=20000 CardinalityViolationError=21000 DataError=22000 "
        "IntegrityConstraintViolationError=23000 InvalidCursorStateError=24000 InvalidTransactionStateError=25000 "
        "InvalidSQLStatementNameError=26000 TriggeredDataChangeViolationError=27000 "
        "InvalidAuthorizationSpecificationError=28000 DependentPrivilegeDescriptorsStillExistError=2B000 "
        "InvalidTransactionTerminationError=2D000 SQLRoutineError=2F000 InvalidCursorNameError=34000 "
        "ExternalRoutineError=38000 ExternalRoutineInvocationError=39000 SavepointError=3B000 "
        "InvalidCatalogNameError=3D000 InvalidSchemaNameError=3F000 TransactionRollbackError=40000 "
        "SyntaxOrAccessError=42000 WithCheckOptionViolationError=44000 InsufficientResourcesError=53000 "
        "ProgramLimitExceededError=54000 ObjectNotInPrerequisiteStateError=55000 OperatorInterventionError=57000 "
        "PostgresSystemError=58000 SnapshotTooOldError=72000 ConfigFileError=F0000 FDWError=HV000 PLPGSQLError=P0000 "
        "InternalServerError=XX000"
    ),
    "FatalPostgresError": "UnknownPostgresError",
    "PostgresConnectionError": (
        "ClientCannotConnectError=08001 ConnectionDoesNotExistError=08003 ConnectionRejectionError=08004 "
        "ConnectionFailureError=08006 TransactionResolutionUnknownError=08007 ProtocolViolationError=08P01"
    ),
    "FeatureNotSupportedError": "InvalidCachedStatementError",
    "LocatorError": "InvalidLocatorSpecificationError=0F001",
    "InvalidGrantorError": "InvalidGrantOperationError=0LP01",
    "DiagnosticsError": "StackedDiagnosticsAccessedWithoutActiveHandlerError=0Z002",
    "DataError": (
        "StringDataRightTruncationError=22001 NullValueNoIndicatorParameterError=22002 "
        "NumericValueOutOfRangeError=22003 NullValueNotAllowedError=22004 ErrorInAssignmentError=22005 "
        "InvalidDatetimeFormatError=22007 DatetimeFieldOverflowError=22008 "
        "InvalidTimeZoneDisplacementValueError=22009 EscapeCharacterConflictError=2200B "
        "InvalidUseOfEscapeCharacterError=2200C InvalidEscapeOctetError=2200D ZeroLengthCharacterStringError=2200F "
        "MostSpecificTypeMismatchError=2200G SequenceGeneratorLimitExceededError=2200H NotAnXmlDocumentError=2200L "
        "InvalidXmlDocumentError=2200M InvalidXmlContentError=2200N InvalidXmlCommentError=2200S "
        "InvalidXmlProcessingInstructionError=2200T InvalidIndicatorParameterValueError=22010 SubstringError=22011 "
        "DivisionByZeroError=22012 InvalidPrecedingOrFollowingSizeError=22013 "
        "InvalidArgumentForNtileFunctionError=22014 IntervalFieldOverflowError=22015 "
        "InvalidArgumentForNthValueFunctionError=22016 InvalidCharacterValueForCastError=22018 "
        "InvalidEscapeCharacterError=22019 InvalidRegularExpressionError=2201B InvalidArgumentForLogarithmError=2201E "
        "InvalidArgumentForPowerFunctionError=2201F InvalidArgumentForWidthBucketFunctionError=2201G "
        "InvalidRowCountInLimitClauseError=2201W InvalidRowCountInResultOffsetClauseError=2201X "
        "CharacterNotInRepertoireError=22021 IndicatorOverflowError=22022 InvalidParameterValueError=22023 "
        "UnterminatedCStringError=22024 InvalidEscapeSequenceError=22025 StringDataLengthMismatchError=22026 "
        "TrimError=22027 ArraySubscriptError=2202E InvalidTablesampleRepeatError=2202G "
        "InvalidTablesampleArgumentError=2202H DuplicateJsonObjectKeyValueError=22030 "
        "InvalidArgumentForSQLJsonDatetimeFunctionError=22031 InvalidJsonTextError=22032 "
        "InvalidSQLJsonSubscriptError=22033 MoreThanOneSQLJsonItemError=22034 NoSQLJsonItemError=22035 "
        "NonNumericSQLJsonItemError=22036 NonUniqueKeysInAJsonObjectError=22037 "
        "SingletonSQLJsonItemRequiredError=22038 SQLJsonArrayNotFoundError=22039 SQLJsonMemberNotFoundError=2203A "
        "SQLJsonNumberNotFoundError=2203B SQLJsonObjectNotFoundError=2203C TooManyJsonArrayElementsError=2203D "
        "TooManyJsonObjectMembersError=2203E SQLJsonScalarRequiredError=2203F "
        "SQLJsonItemCannotBeCastToTargetTypeError=2203G PostgresFloatingPointError=22P01 "
        "InvalidTextRepresentationError=22P02 InvalidBinaryRepresentationError=22P03 BadCopyFileFormatError=22P04 "
        "UntranslatableCharacterError=22P05 NonstandardUseOfEscapeCharacterError=22P06"
    ),
    "IntegrityConstraintViolationError": (
        "RestrictViolationError=23001 NotNullViolationError=23502 ForeignKeyViolationError=23503 "
        "UniqueViolationError=23505 CheckViolationError=23514 ExclusionViolationError=23P01"
    ),
    "InvalidTransactionStateError": (
        "ActiveSQLTransactionError=25001 BranchTransactionAlreadyActiveError=25002 "
        "InappropriateAccessModeForBranchTransactionError=25003 "
        "InappropriateIsolationLevelForBranchTransactionError=25004 "
        "NoActiveSQLTransactionForBranchTransactionError=25005 ReadOnlySQLTransactionError=25006 "
        "SchemaAndDataStatementMixingNotSupportedError=25007 HeldCursorRequiresSameIsolationLevelError=25008 "
        "NoActiveSQLTransactionError=25P01 InFailedSQLTransactionError=25P02 "
        "IdleInTransactionSessionTimeoutError=25P03 TransactionTimeoutError=25P04"
    ),
    "InvalidAuthorizationSpecificationError": "InvalidPasswordError=28P01",
    "DependentPrivilegeDescriptorsStillExistError": "DependentObjectsStillExistError=2BP01",
    "SQLRoutineError": (
        "ModifyingSQLDataNotPermittedError=2F002 ProhibitedSQLStatementAttemptedError=2F003 "
        "ReadingSQLDataNotPermittedError=2F004 FunctionExecutedNoReturnStatementError=2F005"
    ),
    "ExternalRoutineError": (
        "ContainingSQLNotPermittedError=38001 ModifyingExternalRoutineSQLDataNotPermittedError=38002 "
        "ProhibitedExternalRoutineSQLStatementAttemptedError=38003 "
        "ReadingExternalRoutineSQLDataNotPermittedError=38004"
    ),
    "ExternalRoutineInvocationError": (
        "InvalidSqlstateReturnedError=39001 NullValueInExternalRoutineNotAllowedError=39004 "
        "TriggerProtocolViolatedError=39P01 SrfProtocolViolatedError=39P02 EventTriggerProtocolViolatedError=39P03"
    ),
    "SavepointError": "InvalidSavepointSpecificationError=3B001",
    "TransactionRollbackError": (
        "SerializationError=40001 TransactionIntegrityConstraintViolationError=40002 "
        "StatementCompletionUnknownError=40003 DeadlockDetectedError=40P01"
    ),
    "SyntaxOrAccessError": (
        "InsufficientPrivilegeError=42501 PostgresSyntaxError=42601 InvalidNameError=42602 "
        "InvalidColumnDefinitionError=42611 NameTooLongError=42622 DuplicateColumnError=42701 "
        "AmbiguousColumnError=42702 UndefinedColumnError=42703 UndefinedObjectError=42704 DuplicateObjectError=42710 "
        "DuplicateAliasError=42712 DuplicateFunctionError=42723 AmbiguousFunctionError=42725 GroupingError=42803 "
        "DatatypeMismatchError=42804 WrongObjectTypeError=42809 InvalidForeignKeyError=42830 CannotCoerceError=42846 "
        "UndefinedFunctionError=42883 GeneratedAlwaysError=428C9 ReservedNameError=42939 UndefinedTableError=42P01 "
        "UndefinedParameterError=42P02 DuplicateCursorError=42P03 DuplicateDatabaseError=42P04 "
        "DuplicatePreparedStatementError=42P05 DuplicateSchemaError=42P06 DuplicateTableError=42P07 "
        "AmbiguousParameterError=42P08 AmbiguousAliasError=42P09 InvalidColumnReferenceError=42P10 "
        "InvalidCursorDefinitionError=42P11 InvalidDatabaseDefinitionError=42P12 InvalidFunctionDefinitionError=42P13 "
        "InvalidPreparedStatementDefinitionError=42P14 InvalidSchemaDefinitionError=42P15 "
        "InvalidTableDefinitionError=42P16 InvalidObjectDefinitionError=42P17 IndeterminateDatatypeError=42P18 "
        "InvalidRecursionError=42P19 WindowingError=42P20 CollationMismatchError=42P21 "
        "IndeterminateCollationError=42P22"
    ),
    "InsufficientResourcesError": (
        "DiskFullError=53100 OutOfMemoryError=53200 TooManyConnectionsError=53300 ConfigurationLimitExceededError=53400"
    ),
    "ProgramLimitExceededError": (
        "StatementTooComplexError=54001 TooManyColumnsError=54011 TooManyArgumentsError=54023"
    ),
    "ObjectNotInPrerequisiteStateError": (
        "ObjectInUseError=55006 CantChangeRuntimeParamError=55P02 LockNotAvailableError=55P03 "
        "UnsafeNewEnumValueUsageError=55P04"
    ),
    "OperatorInterventionError": (
        "QueryCanceledError=57014 AdminShutdownError=57P01 CrashShutdownError=57P02 CannotConnectNowError=57P03 "
        "DatabaseDroppedError=57P04 IdleSessionTimeoutError=57P05"
    ),
    "PostgresSystemError": (
        "PostgresIOError=58030 UndefinedFileError=58P01 DuplicateFileError=58P02 FileNameTooLongError=58P03"
    ),
    "ConfigFileError": "LockFileExistsError=F0001",
    "FDWError": (
        "FDWOutOfMemoryError=HV001 FDWDynamicParameterValueNeededError=HV002 FDWInvalidDataTypeError=HV004 "
        "FDWColumnNameNotFoundError=HV005 FDWInvalidDataTypeDescriptorsError=HV006 FDWInvalidColumnNameError=HV007 "
        "FDWInvalidColumnNumberError=HV008 FDWInvalidUseOfNullPointerError=HV009 FDWInvalidStringFormatError=HV00A "
        "FDWInvalidHandleError=HV00B FDWInvalidOptionIndexError=HV00C FDWInvalidOptionNameError=HV00D "
        "FDWOptionNameNotFoundError=HV00J FDWReplyHandleError=HV00K FDWUnableToCreateExecutionError=HV00L "
        "FDWUnableToCreateReplyError=HV00M FDWUnableToEstablishConnectionError=HV00N FDWNoSchemasError=HV00P "
        "FDWSchemaNotFoundError=HV00Q FDWTableNotFoundError=HV00R FDWFunctionSequenceError=HV010 "
        "FDWTooManyHandlesError=HV014 FDWInconsistentDescriptorInformationError=HV021 "
        "FDWInvalidAttributeValueError=HV024 FDWInvalidStringLengthOrBufferLengthError=HV090 "
        "FDWInvalidDescriptorFieldIdentifierError=HV091"
    ),
    "PLPGSQLError": "RaiseError=P0001 NoDataFoundError=P0002 TooManyRowsError=P0003 AssertError=P0004",
    "InternalServerError": "DataCorruptedError=XX001 IndexCorruptedError=XX002",
    "InterfaceError": "ClientConfigurationError UnsupportedClientFeatureError UnsupportedServerFeatureError",
    "InternalClientError": "OutdatedSchemaCacheError ProtocolError TargetServerAttributeNotMatched",
}

#: The exceptions that SQLAlchemy translates to a class of its own; all others are a plain ``DBAPIError``.
_CARRIERS: Final[Mapping[str, str]] = {
    "IntegrityConstraintViolationError": "IntegrityError",
    "SyntaxOrAccessError": "ProgrammingError",
    "InvalidCachedStatementError": "NotSupportedError",
    "InternalServerError": "InternalError",
    "InternalClientError": "InternalError",
    "InterfaceError": "InterfaceError",
}

#: What SQLAlchemy's classes of carried errors inherit from.
WIDEST_CARRIER: Final = "DBAPIError"

_ROOTS: Final = ("PostgresError", "InterfaceError", "InternalClientError")

#: SQLSTATEs (or their first characters) that a server also gives while a connection is made.
_OF_CONNECTING: Final = (
    "08", "0A", "22000", "22023", "28", "3D", "42000", "42501", "42704", "53", "55000", "57000", "57P", "58", "F0",
    "XX",
)  # fmt: skip


def _read() -> tuple[dict[str, str], dict[str, str]]:
    bases: dict[str, str] = {}
    states: dict[str, str] = {}
    for base, subclasses in _SUBCLASSES.items():
        for entry in subclasses.split():
            name, _, state = entry.partition("=")
            bases[name] = base
            if state:
                states[name] = state
    return bases, states


_BASES, _STATES = _read()


def is_known(name: str) -> bool:
    """Whether asyncpg has an error of this name; its warnings are never raised and are none."""
    return name in _BASES or name in _ROOTS


@cache
def caught_by(name: str) -> frozenset[str]:
    """An exception and everything below it."""
    below = (entry.partition("=")[0] for entry in _SUBCLASSES.get(name, "").split())
    return frozenset({name}).union(*map(caught_by, below))


def carrier_of(name: str) -> str:
    """The class of ``sqlalchemy.exc`` that an exception of exactly this class arrives as."""
    current: str | None = name
    while current is not None:
        if current in _CARRIERS:
            return _CARRIERS[current]
        current = _BASES.get(current)
    return WIDEST_CARRIER


def carriers_of(names: Iterable[str]) -> tuple[str, ...]:
    """The classes of ``sqlalchemy.exc`` that everything below the given exceptions arrives as, sorted."""
    found = {carrier_of(item) for name in names for item in caught_by(name)}
    return (WIDEST_CARRIER,) if WIDEST_CARRIER in found else tuple(sorted(found))


def carried_by(carrier: str) -> frozenset[str]:
    """Every exception of asyncpg that an ``except carrier`` catches."""
    everything = frozenset[str]().union(*map(caught_by, _ROOTS))
    if carrier == WIDEST_CARRIER:
        return everything
    return frozenset(name for name in everything if carrier_of(name) == carrier)


def is_exact(names: Iterable[str]) -> bool:
    """Whether the carriers of the given exceptions carry nothing else."""
    names = tuple(names)
    caught = frozenset[str]().union(*map(caught_by, names))
    return all(carried_by(carrier) <= caught for carrier in carriers_of(names))


def states_of(names: Iterable[str]) -> tuple[str, ...] | None:
    """The SQLSTATEs that tell the given exceptions from all others; None if a test of SQLSTATEs can't.

    ``InvalidCachedStatementError`` loses its SQLSTATE under SQLAlchemy 2.1.
    """
    names = tuple(names)
    if any(name not in _STATES or len(caught_by(name)) > 1 for name in names):
        return None
    return tuple(_STATES[name] for name in names)


def may_come_from_connecting(name: str) -> bool:
    """Whether connecting may raise the exception or one below it: then it also arrives as it is."""
    return any(item not in _STATES or _STATES[item].startswith(_OF_CONNECTING) for item in caught_by(name))
