namespace Sagas.AllInOne;

/// <summary>The environment lacks something. The message says what to set.</summary>
sealed class SettingsException(string message) : Exception(message);
