"""Classes that sqlglot's parser names and no PostgreSQL statement with a handler holds.

They are of other dialects' syntax (the parser of PostgreSQL is a subclass of the one for all), or of statements that
are refused by their first word (CREATE, GRANT, COPY …) before anything is lowered.
"""

from __future__ import annotations

_NAMES = """
AddConstraint AddPartition Aliases AllowedValuesProperty Alter AlterColumn AlterDistStyle AlterRename
AlterSession AlterSet AlterSortKey Analyze AnalyzeColumns AnalyzeDelete AnalyzeHistogram AnalyzeListChainedRows
AnalyzeSample AnalyzeStatistics AnalyzeValidate AnalyzeWith AtIndex Block Cache Changes Clone Cluster
ColumnPosition Command Comment Commit Comprehension ConditionalInsert Connect CopyParameter Create Credentials
Declare DeclareItem Describe Directory Drop DropPartition EndStatement FunctionSpecification Grant
GrantPrincipal GrantPrivilege Hint HistoricalData IndexTableHint InputOutputFormat JoinHint Kill Lambda LoadData
MacroOverload MacroOverloads MatchRecognize MatchRecognizeMeasure MergeTreeTTL MergeTreeTTLAction
MultitableInserts OpenJSONColumnDef OverflowTruncateBehavior Partition PartitionBoundSpec PartitionByExcluding
Per Pivot PivotAlias PivotAny Placeholder Pragma PreWhere Prior Qualify Refresh RenameColumn Return Revoke
Rollback ScopeResolution Semicolon SequenceProperties SessionParameter Set SetItem SkipJSONColumn Stream
Summarize SwapTable Transaction TriggerEvent TriggerExecute TriggerProperties TriggerReferencing TruncateTable
Uncache UnpivotColumns Use UserDefinedFunction UsingData Version WhileBlock WithFill WithOperator WithTableHint
XMLNamespace
"""

#: The names of the classes.
OTHER_DIALECTS = frozenset(_NAMES.split())
