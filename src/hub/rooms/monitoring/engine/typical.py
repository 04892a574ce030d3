"""What the indicators of the Key Features are like in a city, for synthetic rounds only.

Orders of magnitude from general knowledge, chosen so that a page looks as a real one would; they describe no place and
are never compared with anything. Counts are per 100,000 residents here.
"""

from collections.abc import Mapping

from hub.rooms.monitoring.engine.demonstration import Typical

# Ratings from 1 to 5 are all alike: around three, most of them from two to four.
RATING = Typical(3.1, 0.8)
RATINGS = (
    *("sustainability_learning", "system_flexibility", "support_marginalised", "learning_resources", "local_knowledge"),
    *("learning_to_learn", "setting_quality", "learning_events", "guidance_services", "recognition_system"),
    *("leadership_commitment", "public_strategy", "progress_monitoring", "coordination", "stakeholder_participation"),
    *(
        "private_commitment",
        "resource_use",
        "learning_subsidies",
        "resident_contribution",
        "international_partnerships",
    ),
)
TYPICAL: Mapping[str, Typical] = {
    **dict.fromkeys(RATINGS, RATING),
    "literacy_rate": Typical(95.0, 0.9),
    "election_turnout": Typical(48.0, 0.5),
    "volunteering": Typical(22.0, 0.5),
    "women_in_council": Typical(31.0, 0.5),
    "women_on_boards": Typical(18.0, 0.6),
    "recorded_crimes": Typical(3200.0, 0.5),
    "children_hope": Typical(61.0, 0.5),
    "product_per_head": Typical(24000.0, 0.6),
    "poverty_rate": Typical(14.0, 0.6),
    "unemployment_rate": Typical(7.0, 0.5),
    "science_workforce": Typical(19.0, 0.5),
    "patent_applications": Typical(9.0, 1.1),
    "cultural_visits": Typical(4.5, 0.5),
    "regular_exercise": Typical(38.0, 0.4),
    "carbon_per_head": Typical(4.8, 0.5),
    "waste_per_head": Typical(380.0, 0.3),
    "slum_population": Typical(9.0, 0.9),
    "transport_satisfaction": Typical(57.0, 0.4),
    "early_childhood": Typical(68.0, 0.7),
    "schooling_years": Typical(9.6, 0.4),
    "tertiary_participation": Typical(41.0, 0.6),
    "adult_learning": Typical(24.0, 0.6),
    "community_spaces": Typical(12.0, 0.7),
    "community_learners": Typical(13.0, 0.5),
    "family_learners": Typical(8.0, 0.5),
    "employee_training": Typical(34.0, 0.5),
    "migrant_training": Typical(18.0, 0.6),
    "learning_organisations": Typical(21.0, 0.5),
    "training_spend": Typical(1.6, 0.5),
    "youth_active": Typical(83.0, 0.5),
    "unemployed_training": Typical(15.0, 0.6),
    "educators_digital": Typical(52.0, 0.6),
    "digital_learning": Typical(46.0, 0.5),
    "home_internet": Typical(79.0, 0.8),
    "online_learners": Typical(17.0, 0.5),
    "cultural_mixing": Typical(44.0, 0.4),
    "learners_per_teacher": Typical(22.0, 0.3),
    "learner_satisfaction": Typical(73.0, 0.4),
    "education_spend": Typical(21.0, 0.4),
    "adult_spend": Typical(4.0, 0.6),
}
